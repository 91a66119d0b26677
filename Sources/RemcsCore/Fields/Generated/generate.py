#!/usr/bin/env python3
"""Writes the Swift tables beside this file. Needed only when a source changes; the tables are committed.

    pip install --target DIR jntajis-python==0.1.0
    apt-get install tzdata; apt-get download unicode-cldr-core && dpkg -x unicode-cldr-core*.deb CLDR
    python3 generate.py --jntajis DIR --cldr CLDR/usr/share/unicode/cldr/common

Sources and their licences: docs/third-party.md. Every target is filtered to JIS X 0208.
"""
import argparse
import os
import sys
import unicodedata
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURE = os.path.join(HERE, "../../../../Tests/RemcsCoreTests/Fixtures/jisx0208_full.txt")
KANA_ROWS = (1, 3, 5)

# ---------------------------------------------------------------- our own knowledge, by hand

# What each character may become, best first; before anything that a rule below finds.
OWN = {
    0x00A1: "！", 0x00BF: "？", 0x00AB: "≪/《", 0x00BB: "≫/》", 0x2039: "〈", 0x203A: "〉", 0x00B7: "・", 0x00B8: "，",
    0x00A6: "｜", 0x00A9: "（Ｃ）", 0x00AE: "（Ｒ）", 0x20AC: "ＥＵＲ/ユーロ", 0x2122: "ＴＭ", 0x2116: "Ｎｏ．",
    0x2010: "−", 0x2012: "−/〜", 0x2013: "−/〜", 0x2043: "−", 0x02D7: "−", 0x2796: "−", 0xFE32: "−/〜",
    0x2E3A: "――", 0x2E3B: "―――", 0x31D0: "一", 0x2501: "─",
    0x301D: "“", 0x301E: "”", 0x301F: "”", 0x201E: "”", 0x201F: "”", 0x201A: "’", 0x201B: "‘", 0x02BC: "’",
    0x02BB: "‘", 0x02B9: "′", 0x02BA: "″", 0x02C8: "′",
    0x2022: "・", 0x2027: "・", 0x2219: "・", 0x22C5: "・", 0x25E6: "・", 0x2023: "・", 0x0387: "・",
    0x2053: "〜", 0x223C: "〜", 0x02DC: "〜", 0x3030: "〜", 0x223E: "〜",
    0x2044: "／", 0x2215: "／", 0x29F8: "／", 0x2216: "＼", 0x2236: "：", 0x2217: "＊", 0x2024: "．", 0x22EF: "…", 0x22EE: "…",
    0x30A0: "＝", 0x3016: "【", 0x3017: "】", 0x3018: "〔/［", 0x3019: "〕/］", 0xFE17: "【", 0xFE18: "】",
    0x2985: "（", 0x2986: "）", 0xFF5F: "（", 0xFF60: "）", 0x3036: "〒", 0x3020: "〒", 0x303B: "々", 0x303C: "ます/マス",
    0x260E: "ＴＥＬ", 0x260F: "ＴＥＬ", 0x2706: "ＴＥＬ", 0x1F4DE: "ＴＥＬ", 0x1F4E0: "ＦＡＸ", 0x213B: "ＦＡＸ",
    0x2715: "×", 0x2716: "×", 0x2795: "＋", 0x2797: "÷", 0x2B50: "★", 0x2B55: "○", 0x26AA: "○", 0x26AB: "●", 0x2B1B: "■",
    0x2B1C: "□", 0x27A1: "→", 0x2B05: "←", 0x2B06: "↑", 0x2B07: "↓",
    0x3094: "ヴ", 0x3095: "ヵ", 0x3096: "ヶ", 0x30F7: "ワ/ワ゛", 0x30F8: "ヰ/ヰ゛", 0x30F9: "ヱ/ヱ゛", 0x30FA: "ヲ/ヲ゛",
    0x309F: "より", 0x30FF: "コト", 0x3299: "（秘）/秘",
    0x33A1: "平方メートル/ｍ２", 0x33A5: "立方メートル/ｍ３", 0x33A2: "平方キロメートル/ｋｍ２", 0x33A0: "平方センチメートル/ｃｍ２",
    0x33CD: "（株）/Ｋ．Ｋ．", 0x2103: "℃",
    0x00DF: "ｓｓ", 0x00E6: "ａｅ", 0x00C6: "ＡＥ", 0x0153: "ｏｅ", 0x0152: "ＯＥ", 0x00F8: "ｏ", 0x00D8: "Ｏ", 0x0142: "ｌ",
    0x0141: "Ｌ", 0x0111: "ｄ", 0x0110: "Ｄ", 0x00F0: "ｄ", 0x00D0: "Ｄ", 0x00FE: "ｔｈ", 0x00DE: "ＴＨ", 0x0131: "ｉ",
    0x03C2: "σ", 0x03D0: "β", 0x03D1: "θ", 0x03D5: "φ", 0x03D6: "π", 0x03F1: "ρ", 0x03F5: "ε", 0x0259: "ｅ",
    0x2260: "≠", 0x2243: "＝", 0x2248: "≒", 0x2264: "≦", 0x2265: "≧",
}
for _n, _small in enumerate("クシストヌハヒフヘホムラリルレロ"):
    OWN[0x31F0 + _n] = _small

# Kanji that none of the sources below reduces and that people do type; a second choice where the source's is rarer.
OWN_KANJI_SECOND = {"濵": "浜", "嶋": "島"}
# What the unification rule gives and a name does not want: a character of its own.
NOT_UNIFIED = "閒巿尔"
# Forms of mainland China and their Japanese counterparts, for names.
SIMPLIFIED = """
张張 刘劉 陈陳 杨楊 赵趙 吴呉 孙孫 马馬 郑鄭 韩韓 东東 华華 门門 车車 长長 龙龍竜 风風 广広廣 冯馮 谢謝 许許 邓鄧 罗羅 贾賈
邹鄒 叶葉 苏蘇 卢盧 蒋蔣 钱銭錢 严厳嚴 庄荘莊 汤湯 贺賀 赖頼賴 龚龔 顾顧 侠侠俠 钟鐘鍾 范範范 肖肖蕭 萧蕭 谭譚 陆陸 贵貴 义義 兰蘭
凤鳳 丽麗 云雲云 伟偉 杰傑杰 强強 国国國 军軍 红紅 庆慶 玉玉 齐斉齊 斋斎齋 边辺邊 泽沢澤 滨浜濱 滨濱浜 岛島嶋 桥橋 关関關 团団團 图図圖 书書
电電 气気氣 机機 产産 业業 东東 贸貿 办弁 务務 厂廠 银銀 铁鉄鐵 钢鋼 运運 连連 达達 进進 远遠 选選 邮郵 乡郷鄉 县県縣 区区區 楼楼樓 层層 号号號 单単單
设設 计計 证証證 语語 话話 说説說 请請 课課 调調 谷谷 财財 贝貝 员員 见見 现現 观観觀 规規 视視 觉覚覺 览覧覽 师師 带帯帶 帮幇 开開 间間 问問 闻聞 阳陽 阴陰 际際 随随隨 险険險
难難 离離 习習 飞飛 饭飯 馆館舘 饮飲 驶駛 驻駐 验験驗 骑騎 鱼魚 鲁魯 鸟鳥 鸡鶏鷄 鸣鳴 鹤鶴 麦麦麥 黄黄黃 齿歯齒 龟亀龜 记記 订訂 让譲讓 训訓 议議 讲講 论論 识識 译訳譯 试試 诗詩 诚誠 详詳 谅諒
纪紀 约約 级級 纯純 纳納 纸紙 线線 练練 组組 细細 终終 经経經 结結 给給 络絡 统統 绢絹 继継繼 续続續 维維 绿緑綠 编編 缘縁緣 缩縮 职職 联聯 聪聡聰 肃粛肅 胜勝 脑脳腦 艺芸藝 节節 荣栄榮 药薬藥 莲蓮 营営營
虽雖 补補 装装裝 复復複 贤賢 货貨 质質 购購 费費 资資 赛賽 赞賛贊 转転轉 轮輪 软軟 轻軽輕 较較 辅輔 辑輯 输輸 辽遼 迁遷 过過 迈邁 还還 这這 适適 递逓遞 遗遺 针針 钏釧 铃鈴 铜銅 铭銘 锁鎖 锅鍋 错錯 锡錫 镇鎮 镜鏡
阵陣 阶階 页頁 顶頂 项項 顺順 须須 预預 领領 频頻 题題 颜顔 额額 风風 食食 饰飾 驹駒 骏駿 鸿鴻 鹏鵬 来来來 乐楽樂 乔喬 习習 书書 买買 亚亜亞 亿億 仅僅 从従從 仓倉 优優 会会會 传伝傳 伦倫 价価價 众衆 储儲 儿児兒 兴興 农農
决決 冻凍 净浄淨 刚剛 创創 则則 别別 剑剣劍 劳労勞 动動 势勢 华華 协協 单単單 卫衛 厅庁廳 历歴暦 压圧壓 厦厦廈 双双雙 发発髪 变変變 叹嘆歎 听聴聽 启啓 吨噸 响響 园園 围囲圍 圆円圓 圣聖 场場 块塊 坚堅 坛壇 坝壩 垒塁壘 声声聲 处処處 备備 头頭 夹挟夾 奋奮 奖奨獎
妇婦 娱娯 婴嬰 学学學 宁寧 宝宝寶 实実實 宠寵 审審 宪憲 宫宮 宽寛 宾賓 对対對 寻尋 导導 寿寿壽 将将將 尔爾 尘塵 尝嘗 岁歳歲 岂豈 岗崗 峡峡峽 币幣 帅帥 归帰歸 录録錄 彻徹 征征徵 忆憶 怀懐懷 态態 总総總 恋恋戀 恶悪惡 惊驚 惠恵惠 战戦戰 户戸 扩拡擴 扫掃 扬揚 护護 报報 担担擔 择択擇 挂掛 挥揮 损損 换換 据拠據 摇揺搖
摄摂攝 敌敵 数数數 斗闘斗 断断斷 无無 时時 显顕顯 晓暁曉 晋晋晉 晒曬 权権權 条条條 极極 构構 枪槍 枫楓 柜櫃 标標 栈桟棧 树樹 样様樣 桩椿樁 梦夢 检検檢 椭楕橢 横横橫 欢歓歡 欧欧歐 残残殘 毕畢 汇匯彙 汉漢 沟溝 没没 沪滬 泪涙淚 洁潔 测測 济済濟 涛濤 润潤 涨漲 渊淵 温温溫 湾湾灣 湿湿濕 满満滿 灭滅 灯灯燈 灵霊靈 灾災 炉炉爐 点点點 炼錬煉 热熱 爱愛 牵牽 状状狀 独独獨 猫猫貓 环環 珍珍 琼瓊 画画畫 畅暢 疗療
监監 盘盤 盖蓋 码碼 础礎 祯禎 礼礼禮 祷祷禱 离離 种種 称称稱 稳穏穩 穷窮 窑窯 竖竪豎 竞競 笔筆 筑築 签籤簽 简簡 类類 粮糧 纤繊纖
""".split()

# Names of countries that people type besides those of CLDR.
COUNTRY_ALIASES = {
    "JP": ["NIPPON", "NIHON", "日本国", "ニホン", "ニッポン", "JPN.", "JA"], "US": ["USA", "AMERICA", "U.S.", "U.S.A.", "米国", "アメリカ", "合衆国"],
    "GB": ["UK", "ENGLAND", "BRITAIN", "GREATBRITAIN", "英国", "イギリス", "U.K."], "GR": ["EL"], "CN": ["中国", "中華人民共和国", "PRC"],
    "KR": ["韓国", "大韓民国", "KOREA", "SOUTHKOREA"], "KP": ["北朝鮮", "NORTHKOREA"], "TW": ["台湾", "臺灣"], "HK": ["香港", "HONGKONG"],
    "MO": ["マカオ", "MACAU", "MACAO"], "DE": ["独国", "DEUTSCHLAND"], "FR": ["仏国"], "RU": ["露国"], "VN": ["VIETNAM", "ベトナム"],
    "CZ": ["CZECHREPUBLIC", "チェコ"], "TR": ["TURKEY", "トルコ"], "NL": ["HOLLAND", "THENETHERLANDS"], "TL": ["TP"], "MM": ["BU", "BURMA"],
    "CD": ["ZR"], "RS": ["YU"], "AE": ["UAE", "U.A.E."], "BN": ["BRUNEIDARUSSALAM"], "LA": ["LAOPDR"], "MK": ["MACEDONIA"],
}


# ---------------------------------------------------------------- helpers

def scalars(text):
    return [ord(c) for c in text]


def literal(text):
    """Source text of a string; what normalization would change, and marks, are written as escapes."""
    out = []
    for c in text:
        if unicodedata.normalize("NFC", c) != c or unicodedata.category(c)[0] in "MCZ" and c != "\u3000":
            out.append("\\u{%X}" % ord(c))
        else:
            out.append(c)
    return "".join(out)


def packed(records, per_line=14):
    lines = [records[i:i + per_line] for i in range(0, len(records), per_line)]
    return "\n".join("    " + " ".join(line) for line in lines)


def write(name, text):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as f:
        f.write("// swift-format-ignore-file\n// Written by generate.py; not to be edited.\n" + text)


def table(file, enum, comment, records, extra=""):
    rows = [literal(k) + literal(v) for k, v in sorted(records.items(), key=lambda kv: ord(kv[0]))]
    write(file, f'''{extra}
{comment}
enum {enum} {{
  static let records: StaticString = """
{packed(rows)}
    """
}}
''')
    print(file, len(rows))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jntajis", required=True)
    parser.add_argument("--cldr", required=True)
    parser.add_argument("--zones", default="/usr/share/zoneinfo/iso3166.tab")
    options = parser.parse_args()
    sys.path.insert(0, options.jntajis)
    import jntajis

    # The set itself: cell -> code point.
    cells = {}
    for line in open(FIXTURE, encoding="ascii"):
        if line.strip():
            code, place = line.split()
            row, cell = map(int, place.split("-"))
            cells[(row, cell)] = int(code, 16)
    members = set(cells.values())
    for (row, cell), code in cells.items():
        assert bytes([row + 0xA0, cell + 0xA0]).decode("euc_jp") == chr(code)
    assert len(members) == 6879

    bitmap = [0] * 1024
    for code in members:
        bitmap[code >> 6] |= 1 << (code & 63)
    words = ["0x%X" % w for w in bitmap]
    words = ",\n    ".join(", ".join(words[i:i + 8]) for i in range(0, 1024, 8))
    rows = []
    for row in list(range(1, 9)) + list(range(16, 85)):
        text = "".join(chr(cells[(row, c)]) if (row, c) in cells else "." for c in range(1, 95))
        rows.append("    " + ("%02d" % row) + "|" + literal(text.rstrip(".")))
    write("JISX0208Table.swift", f'''
/// JIS X 0208 as a bitmap over the basic plane, and row by row.
enum JISX0208Table {{
  /// Bit `n & 63` of word `n >> 6` is set if U+n is a member: 8 KiB, 6,879 bits.
  static let bitmap: [UInt64] = [
    {words},
  ]

  /// One line a row: its number, a bar, its cells from 1 on; a full stop of ASCII is an unassigned cell.
  static let rows: StaticString = """
{chr(10).join(rows)}
    """
}}
''')

    # What is repaired without asking: one character that becomes one character.
    def wide(code):
        """ASCII and twins to their cell; None if there is none."""
        if code in members:
            return code
        twins = {0xFF5E: 0x301C, 0x7E: 0x301C, 0x2225: 0x2016, 0xFF0D: 0x2212, 0x2D: 0x2212, 0xFFE0: 0xA2, 0xFFE1: 0xA3,
                 0xFFE2: 0xAC, 0x2014: 0x2015, 0xA5: 0xFFE5, 0xAF: 0xFFE3, 0x203E: 0xFFE3, 0xC5: 0x212B, 0x2126: 0x3A9,
                 0x212A: 0xFF2B, 0xB5: 0x3BC, 0x2011: 0x2010, 0x22: 0x201D, 0x27: 0x2019, 0x20: 0x3000, 0x2044: 0xFF0F,
                 0x3099: 0x309B, 0x309A: 0x309C, 0x22C5: 0x30FB}
        if code in twins:
            return twins[code]
        if 0x21 <= code <= 0x7E:
            return code + 0xFEE0
        return None

    safe = {0x20, 0x22, 0x27}
    fold = {}
    for code in list(range(0x80, 0xFFFF)):
        if code in members or 0xD800 <= code < 0xE000 or wide(code) is not None or 0xFF01 <= code <= 0xFF5E:
            continue
        d = unicodedata.decomposition(chr(code)).split()
        if len(d) == 2 and d[0] in ("<vertical>", "<small>", "<noBreak>", "<narrow>"):
            target = int(d[1], 16)
            if target in safe:
                continue
            target = wide(target)
            if target in members and target != 0x3000:
                fold[chr(code)] = chr(target)
        radical = 0x2F00 <= code <= 0x2FD5 or 0x2E80 <= code <= 0x2EF3
        k = unicodedata.normalize("NFKC", chr(code))
        if radical and len(k) == 1 and ord(k) in members and ord(k) != code:
            fold[chr(code)] = k
    assert sum(1 for c in fold if 0x2F00 <= ord(c) <= 0x2FD5) == 205
    table("FoldTable.swift", "FoldTable",
          "/// Half-width, vertical, small and non-breaking forms and radicals that have exactly one member to become (Unicode\n"
          "/// Character Database, compatibility decompositions).", fold)

    # Kanji: the National Tax Agency's map.
    def good(text):
        return bool(text) and all(ord(c) in members for c in text)

    ranges = [(0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]
    kanji = [chr(c) for a, b in ranges for c in range(a, b + 1) if c not in members and chr(c) not in fold]
    tax, normal, unified = {}, {}, {}
    for c in kanji:
        r = jntajis.jnta_shrink_translit(c, replacement="\ufffd")
        if r != c and good(r):
            tax[c] = r
        n = unicodedata.normalize("NFC", c)
        if n != c and good(n):
            normal[c] = n
        rule = jntajis.MJShrinkSchemeCombo.JIS_INCORPORATION_UCS_UNIFICATION_RULE
        m = [x for x in jntajis.mj_shrink_candidates(c, rule, 100) if x != c and good(x)]
        if m and c not in tax and c not in normal and c not in NOT_UNIFIED:
            unified[c] = m[0]
    for c, second in OWN_KANJI_SECOND.items():
        if c in tax:
            tax[c] += "/" + second
    table("TaxAgencyTable.swift", "TaxAgencyTable",
          "/// Kanji outside JIS X 0208 and what the National Tax Agency of Japan reduces them to.", tax,
          extra="// Made from 国税庁法人番号公表サイト「JIS縮退マップ」 (National Tax Agency, JIS shrink conversion map,\n"
                "// https://www.houjin-bangou.nta.go.jp/download/), Public Data License 1.0, by selecting the kanji whose target is\n"
                "// in JIS X 0208 and changing the form. Read from jntajis-python 0.1.0.\n")
    table("UnificationTable.swift", "UnificationTable",
          "/// Kanji that JIS X 0208 unifies with a member (JIS包摂規準・UCS統合規則), where no other table has them.", unified,
          extra="// SPDX-License-Identifier: CC-BY-SA-2.1-JP\n"
                "// Made from 「MJ縮退マップ」 and 「MJ文字一覧表」, (c) Information-technology Promotion Agency, Japan (IPA) and Character\n"
                "// Information Technology Promotion Council (https://moji.or.jp/mojikiban/), CC BY-SA 2.1 JP, by selecting the entries\n"
                "// of JIS包摂規準・UCS統合規則 whose target is in JIS X 0208. This file, unlike the rest, is under CC BY-SA 2.1 JP.\n")

    # Everything else: Unicode's compatibility and canonical mappings, and our own list.
    own = {chr(k): v for k, v in OWN.items() if k not in members}
    for pair in SIMPLIFIED:
        c, forms = pair[0], pair[1:]
        forms = [f for f in dict.fromkeys(forms) if good(f)]
        if ord(c) not in members and c not in tax and c not in unified and c not in normal and forms:
            own[c] = "/".join(forms)
    for text in own.values():
        for part in text.split("/"):
            assert good(part), text
    compat = dict(own)
    compat.update({c: n for c, n in normal.items() if c not in tax})

    def folded(text):
        out = []
        for ch in text:
            w = wide(ord(ch))
            if w is None:
                w = ord(fold[ch]) if ch in fold else None
            if w is None:
                return None
            out.append(chr(w))
        return "".join(out)

    for code in list(range(0x80, 0xD800)) + list(range(0xE000, 0x10000)) + list(range(0x1D400, 0x1D800)) + \
            list(range(0x1F100, 0x1F252)):
        c = chr(code)
        if code in members or c in compat or c in tax or c in unified or c in fold or wide(code) is not None:
            continue
        if unicodedata.category(c)[0] in "MZC" or 0xFF01 <= code <= 0xFF5E and code not in (0xFF02, 0xFF07):
            continue
        k = unicodedata.normalize("NFKC", c)
        name = unicodedata.name(c, "")
        choices = []
        plain = folded(k) if k != c else None
        if plain is None:
            base = "".join(x for x in unicodedata.normalize("NFKD", c) if unicodedata.category(x) != "Mn")
            plain = folded(base) if base and base != c else None
        if name.startswith(("DINGBAT NEGATIVE CIRCLED", "DINGBAT CIRCLED", "NEGATIVE CIRCLED NUMBER", "DOUBLE CIRCLED")):
            number = unicodedata.numeric(c, None)
            plain = folded(str(int(number))) if number is not None else None
            name = "CIRCLED"
        if plain and good(plain) and "\u3000" not in plain and len(plain) <= 8:
            if "CIRCLED" in name and "PARENTHESIZED" not in name:
                choices.append("（" + plain + "）")
            choices.append(plain)
        if choices:
            compat[c] = "/".join(choices)
    table("CompatibilityTable.swift", "CompatibilityTable",
          "/// Characters outside JIS X 0208 and what may be proposed for them: decompositions of the Unicode Character Database and\n"
          "/// a list of our own.", compat)

    # Countries.
    codes = [l.split("\t")[0] for l in open(options.zones, encoding="utf-8") if not l.startswith("#") and l.strip()]
    assert len(codes) == 249
    alpha3 = {e.get("type"): e.get("alpha3") for e in
              ET.parse(options.cldr + "/supplemental/supplementalData.xml").iter("territoryCodes")}
    names = {}
    for language in ("en", "ja"):
        for e in ET.parse(f"{options.cldr}/main/{language}.xml").iter("territory"):
            if e.get("type") in codes and e.text:
                names.setdefault(e.get("type"), []).append(e.text)

    def key(text):
        text = "".join(x for x in unicodedata.normalize("NFKD", text) if unicodedata.category(x) != "Mn" or x in "\u3099\u309a")
        text = unicodedata.normalize("NFC", text).upper()
        return "".join(x for x in text if x not in " -'’.・,()&")

    lines = []
    for code in codes:
        words = [alpha3[code]] + names.get(code, []) + COUNTRY_ALIASES.get(code, [])
        words = list(dict.fromkeys(k for k in map(key, words) if k and k not in codes))
        lines.append("    " + code + " " + " ".join(words))
    for code in codes:
        assert len(alpha3[code]) == 3
    write("CountryTable.swift", f'''// Codes from tzdata's iso3166.tab (public domain). Three-letter codes and names from Unicode CLDR 41
// (supplementalData.xml, en.xml, ja.xml; Unicode licence), and other names that people type by hand.

/// The 249 codes of ISO 3166-1, one a line, each followed by what people type instead.
enum CountryTable {{
  /// Names are in capitals, without spaces, points and accents.
  static let lines: StaticString = """
{chr(10).join(lines)}
    """
}}
''')


main()
