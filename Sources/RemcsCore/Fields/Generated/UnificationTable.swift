// swift-format-ignore-file
// Written by generate.py; not to be edited.
// SPDX-License-Identifier: CC-BY-SA-2.1-JP
// Made from 「MJ縮退マップ」 and 「MJ文字一覧表」, (c) Information-technology Promotion Agency, Japan (IPA) and Character
// Information Technology Promotion Council (https://moji.or.jp/mojikiban/), CC BY-SA 2.1 JP, by selecting the entries
// of JIS包摂規準・UCS統合規則 whose target is in JIS X 0208. This file, unlike the rest, is under CC BY-SA 2.1 JP.

/// Kanji that JIS X 0208 unifies with a member (JIS包摂規準・UCS統合規則), where no other table has them.
enum UnificationTable {
  static let records: StaticString = """
    㡌帽 㨂揀 㵎澗 䆋龝 䐁豚 䑃朦 䦨闌 乄〆 俁俣 俞兪 偷偸 兑兌 內内 删刪
    别別 剎刹 剙剏 叁参 叄參 吳呉 吴呉 吿告 呐吶 唧喞 喻喩 囯国 圎圓 圗圖
    夀壽 妆妝 姬姫 娛娯 娱娯 婏娩 媪媼 孶孳 宫宮 寜寧 尙尚 庻庶 廄廏 弒弑
    强強 彐彑 彚彙 彛彜 彞彝 彥彦 悅悦 惪悳 愠慍 慿憑 戱戯 戶戸 户戸 拋抛
    揑捏 敎教 敻夐 旣既 昻昂 暨曁 杮柿 查査 柺枴 栅柵 梎梍 榅榲 榆楡 歲歳
    毁毀 污汚 汩汨 淸清 溉漑 滚滾 焭煢 玆茲 產産 畵畫 癎癇 皂皀 眾衆 稅税
    筓笄 篡簒 絕絶 繈繦 脫脱 腁胼 腽膃 茍苟 荆荊 莬菟 蕰薀 藴蘊 蜕蛻 衮袞
    說説 豖豕 輺輜 逬迸 鄉郷 銳鋭 鎻鎖 閱閲 靑青 頹頽 騈駢 髙高 鳯鳳 麫麪
    鿆祓 𠀍丗 𠅘亭 𠅙亮 𠅢亳 𠕁冊 𠕖杲 𠕠晟 𠕤冕 𠘭允 𠙴凵 𠛬刑 𠤎匕 𠦄卉
    𠬞収 𠮷吉 𡉟壯 𡢃嫺 𡨚寃 𡯁尢 𡿦巛 𡿳鼡 𢎗弓 𢎜弓 𢑐当 𢖍衡 𢚰悩 𣏌杞
    𣥂少 𤁋瀝 𤋮煕 𤋱熏 𤏐燗 𤢪獵 𥔵磁 𥡴稽 𥳑簡 𦅘繝 𦗟聴 𦢫朧 𧁨蘓 𧩽諄
    𧰼象 𨳝閏 𨻶隙 𫟋與 𭈬喪 𭐫愛 𭬒櫪 𭮱殷 𭼰癧 𮎆般 𮎰荒 𮘂設 𮝬轣 𮦷靂
    """
}
