// swift-format-ignore-file
// Written by generate.py; not to be edited.
// Codes from tzdata's iso3166.tab (public domain). Three-letter codes and names from Unicode CLDR 41
// (supplementalData.xml, en.xml, ja.xml; Unicode licence), and other names that people type by hand.

/// The 249 codes of ISO 3166-1, one a line, each followed by what people type instead.
enum CountryTable {
  /// Names are in capitals, without spaces, points and accents.
  static let lines: StaticString = """
    AD AND ANDORRA アンドラ
    AE ARE UNITEDARABEMIRATES アラブ首長国連邦 UAE
    AF AFG AFGHANISTAN アフガニスタン
    AG ATG ANTIGUABARBUDA アンティグアバーブーダ
    AI AIA ANGUILLA アンギラ
    AL ALB ALBANIA アルバニア
    AM ARM ARMENIA アルメニア
    AO AGO ANGOLA アンゴラ
    AQ ATA ANTARCTICA 南極
    AR ARG ARGENTINA アルゼンチン
    AS ASM AMERICANSAMOA 米領サモア
    AT AUT AUSTRIA オーストリア
    AU AUS AUSTRALIA オーストラリア
    AW ABW ARUBA アルバ
    AX ALA ALANDISLANDS オーランド諸島
    AZ AZE AZERBAIJAN アゼルバイジャン
    BA BIH BOSNIAHERZEGOVINA BOSNIA ボスニアヘルツェゴビナ
    BB BRB BARBADOS バルバドス
    BD BGD BANGLADESH バングラデシュ
    BE BEL BELGIUM ベルギー
    BF BFA BURKINAFASO ブルキナファソ
    BG BGR BULGARIA ブルガリア
    BH BHR BAHRAIN バーレーン
    BI BDI BURUNDI ブルンジ
    BJ BEN BENIN ベナン
    BL BLM STBARTHELEMY サンバルテルミー
    BM BMU BERMUDA バミューダ
    BN BRN BRUNEI ブルネイ BRUNEIDARUSSALAM
    BO BOL BOLIVIA ボリビア
    BQ BES CARIBBEANNETHERLANDS オランダ領カリブ
    BR BRA BRAZIL ブラジル
    BS BHS BAHAMAS バハマ
    BT BTN BHUTAN ブータン
    BV BVT BOUVETISLAND ブーベ島
    BW BWA BOTSWANA ボツワナ
    BY BLR BELARUS ベラルーシ
    BZ BLZ BELIZE ベリーズ
    CA CAN CANADA カナダ
    CC CCK COCOSKEELINGISLANDS ココスキーリング諸島
    CD COD CONGOKINSHASA CONGODRC コンゴ民主共和国キンシャサ コンゴ民主共和国 ZR
    CF CAF CENTRALAFRICANREPUBLIC 中央アフリカ共和国
    CG COG CONGOBRAZZAVILLE CONGOREPUBLIC コンゴ共和国ブラザビル コンゴ共和国
    CH CHE SWITZERLAND スイス
    CI CIV COTEDIVOIRE IVORYCOAST コートジボワール 象牙海岸
    CK COK COOKISLANDS クック諸島
    CL CHL CHILE チリ
    CM CMR CAMEROON カメルーン
    CN CHN CHINA 中国 中華人民共和国 PRC
    CO COL COLOMBIA コロンビア
    CR CRI COSTARICA コスタリカ
    CU CUB CUBA キューバ
    CV CPV CAPEVERDE CABOVERDE カーボベルデ
    CW CUW CURACAO キュラソー
    CX CXR CHRISTMASISLAND クリスマス島
    CY CYP CYPRUS キプロス
    CZ CZE CZECHIA CZECHREPUBLIC チェコ チェコ共和国
    DE DEU GERMANY ドイツ 独国 DEUTSCHLAND
    DJ DJI DJIBOUTI ジブチ
    DK DNK DENMARK デンマーク
    DM DMA DOMINICA ドミニカ国
    DO DOM DOMINICANREPUBLIC ドミニカ共和国
    DZ DZA ALGERIA アルジェリア
    EC ECU ECUADOR エクアドル
    EE EST ESTONIA エストニア
    EG EGY EGYPT エジプト
    EH ESH WESTERNSAHARA 西サハラ
    ER ERI ERITREA エリトリア
    ES ESP SPAIN スペイン
    ET ETH ETHIOPIA エチオピア
    FI FIN FINLAND フィンランド
    FJ FJI FIJI フィジー
    FK FLK FALKLANDISLANDS FALKLANDISLANDSISLASMALVINAS フォークランド諸島 フォークランド諸島マルビーナス諸島
    FM FSM MICRONESIA ミクロネシア連邦
    FO FRO FAROEISLANDS フェロー諸島
    FR FRA FRANCE フランス 仏国
    GA GAB GABON ガボン
    GB GBR UNITEDKINGDOM UK イギリス 英国 ENGLAND BRITAIN GREATBRITAIN
    GD GRD GRENADA グレナダ
    GE GEO GEORGIA ジョージア
    GF GUF FRENCHGUIANA 仏領ギアナ
    GG GGY GUERNSEY ガーンジー
    GH GHA GHANA ガーナ
    GI GIB GIBRALTAR ジブラルタル
    GL GRL GREENLAND グリーンランド
    GM GMB GAMBIA ガンビア
    GN GIN GUINEA ギニア
    GP GLP GUADELOUPE グアドループ
    GQ GNQ EQUATORIALGUINEA 赤道ギニア
    GR GRC GREECE ギリシャ EL
    GS SGS SOUTHGEORGIASOUTHSANDWICHISLANDS サウスジョージアサウスサンドウィッチ諸島
    GT GTM GUATEMALA グアテマラ
    GU GUM GUAM グアム
    GW GNB GUINEABISSAU ギニアビサウ
    GY GUY GUYANA ガイアナ
    HK HKG HONGKONGSARCHINA HONGKONG 中華人民共和国香港特別行政区 香港
    HM HMD HEARDMCDONALDISLANDS ハード島マクドナルド諸島
    HN HND HONDURAS ホンジュラス
    HR HRV CROATIA クロアチア
    HT HTI HAITI ハイチ
    HU HUN HUNGARY ハンガリー
    ID IDN INDONESIA インドネシア
    IE IRL IRELAND アイルランド
    IL ISR ISRAEL イスラエル
    IM IMN ISLEOFMAN マン島
    IN IND INDIA インド
    IO IOT BRITISHINDIANOCEANTERRITORY 英領インド洋地域
    IQ IRQ IRAQ イラク
    IR IRN IRAN イラン
    IS ISL ICELAND アイスランド
    IT ITA ITALY イタリア
    JE JEY JERSEY ジャージー
    JM JAM JAMAICA ジャマイカ
    JO JOR JORDAN ヨルダン
    JP JPN JAPAN 日本 NIPPON NIHON 日本国 ニホン ニッポン JA
    KE KEN KENYA ケニア
    KG KGZ KYRGYZSTAN キルギス
    KH KHM CAMBODIA カンボジア
    KI KIR KIRIBATI キリバス
    KM COM COMOROS コモロ
    KN KNA STKITTSNEVIS セントクリストファーネーヴィス
    KP PRK NORTHKOREA 北朝鮮
    KR KOR SOUTHKOREA 韓国 大韓民国 KOREA
    KW KWT KUWAIT クウェート
    KY CYM CAYMANISLANDS ケイマン諸島
    KZ KAZ KAZAKHSTAN カザフスタン
    LA LAO LAOS ラオス LAOPDR
    LB LBN LEBANON レバノン
    LC LCA STLUCIA セントルシア
    LI LIE LIECHTENSTEIN リヒテンシュタイン
    LK LKA SRILANKA スリランカ
    LR LBR LIBERIA リベリア
    LS LSO LESOTHO レソト
    LT LTU LITHUANIA リトアニア
    LU LUX LUXEMBOURG ルクセンブルク
    LV LVA LATVIA ラトビア
    LY LBY LIBYA リビア
    MA MAR MOROCCO モロッコ
    MC MCO MONACO モナコ
    MD MDA MOLDOVA モルドバ
    ME MNE MONTENEGRO モンテネグロ
    MF MAF STMARTIN サンマルタン
    MG MDG MADAGASCAR マダガスカル
    MH MHL MARSHALLISLANDS マーシャル諸島
    MK MKD NORTHMACEDONIA 北マケドニア MACEDONIA
    ML MLI MALI マリ
    MM MMR MYANMARBURMA MYANMAR ミャンマービルマ BU BURMA
    MN MNG MONGOLIA モンゴル
    MO MAC MACAOSARCHINA MACAO 中華人民共和国マカオ特別行政区 マカオ MACAU
    MP MNP NORTHERNMARIANAISLANDS 北マリアナ諸島
    MQ MTQ MARTINIQUE マルティニーク
    MR MRT MAURITANIA モーリタニア
    MS MSR MONTSERRAT モントセラト
    MT MLT MALTA マルタ
    MU MUS MAURITIUS モーリシャス
    MV MDV MALDIVES モルディブ
    MW MWI MALAWI マラウイ
    MX MEX MEXICO メキシコ
    MY MYS MALAYSIA マレーシア
    MZ MOZ MOZAMBIQUE モザンビーク
    NA NAM NAMIBIA ナミビア
    NC NCL NEWCALEDONIA ニューカレドニア
    NE NER NIGER ニジェール
    NF NFK NORFOLKISLAND ノーフォーク島
    NG NGA NIGERIA ナイジェリア
    NI NIC NICARAGUA ニカラグア
    NL NLD NETHERLANDS オランダ HOLLAND THENETHERLANDS
    NO NOR NORWAY ノルウェー
    NP NPL NEPAL ネパール
    NR NRU NAURU ナウル
    NU NIU NIUE ニウエ
    NZ NZL NEWZEALAND ニュージーランド
    OM OMN OMAN オマーン
    PA PAN PANAMA パナマ
    PE PER PERU ペルー
    PF PYF FRENCHPOLYNESIA 仏領ポリネシア
    PG PNG PAPUANEWGUINEA パプアニューギニア
    PH PHL PHILIPPINES フィリピン
    PK PAK PAKISTAN パキスタン
    PL POL POLAND ポーランド
    PM SPM STPIERREMIQUELON サンピエール島ミクロン島
    PN PCN PITCAIRNISLANDS ピトケアン諸島
    PR PRI PUERTORICO プエルトリコ
    PS PSE PALESTINIANTERRITORIES PALESTINE パレスチナ自治区 パレスチナ
    PT PRT PORTUGAL ポルトガル
    PW PLW PALAU パラオ
    PY PRY PARAGUAY パラグアイ
    QA QAT QATAR カタール
    RE REU REUNION レユニオン
    RO ROU ROMANIA ルーマニア
    RS SRB SERBIA セルビア YU
    RU RUS RUSSIA ロシア 露国
    RW RWA RWANDA ルワンダ
    SA SAU SAUDIARABIA サウジアラビア
    SB SLB SOLOMONISLANDS ソロモン諸島
    SC SYC SEYCHELLES セーシェル
    SD SDN SUDAN スーダン
    SE SWE SWEDEN スウェーデン
    SG SGP SINGAPORE シンガポール
    SH SHN STHELENA セントヘレナ
    SI SVN SLOVENIA スロベニア
    SJ SJM SVALBARDJANMAYEN スバールバル諸島ヤンマイエン島
    SK SVK SLOVAKIA スロバキア
    SL SLE SIERRALEONE シエラレオネ
    SM SMR SANMARINO サンマリノ
    SN SEN SENEGAL セネガル
    SO SOM SOMALIA ソマリア
    SR SUR SURINAME スリナム
    SS SSD SOUTHSUDAN 南スーダン
    ST STP SAOTOMEPRINCIPE サントメプリンシペ
    SV SLV ELSALVADOR エルサルバドル
    SX SXM SINTMAARTEN シントマールテン
    SY SYR SYRIA シリア
    SZ SWZ ESWATINI SWAZILAND エスワティニ スワジランド
    TC TCA TURKSCAICOSISLANDS タークスカイコス諸島
    TD TCD CHAD チャド
    TF ATF FRENCHSOUTHERNTERRITORIES 仏領極南諸島
    TG TGO TOGO トーゴ
    TH THA THAILAND タイ
    TJ TJK TAJIKISTAN タジキスタン
    TK TKL TOKELAU トケラウ
    TL TLS TIMORLESTE EASTTIMOR 東ティモール 東チモール TP
    TM TKM TURKMENISTAN トルクメニスタン
    TN TUN TUNISIA チュニジア
    TO TON TONGA トンガ
    TR TUR TURKEY トルコ
    TT TTO TRINIDADTOBAGO トリニダードトバゴ
    TV TUV TUVALU ツバル
    TW TWN TAIWAN 台湾 臺灣
    TZ TZA TANZANIA タンザニア
    UA UKR UKRAINE ウクライナ
    UG UGA UGANDA ウガンダ
    UM UMI USOUTLYINGISLANDS 合衆国領有小離島
    US USA UNITEDSTATES アメリカ合衆国 アメリカ AMERICA 米国 合衆国
    UY URY URUGUAY ウルグアイ
    UZ UZB UZBEKISTAN ウズベキスタン
    VA VAT VATICANCITY バチカン市国
    VC VCT STVINCENTGRENADINES セントビンセント及びグレナディーン諸島
    VE VEN VENEZUELA ベネズエラ
    VG VGB BRITISHVIRGINISLANDS 英領ヴァージン諸島
    VI VIR USVIRGINISLANDS 米領ヴァージン諸島
    VN VNM VIETNAM ベトナム
    VU VUT VANUATU バヌアツ
    WF WLF WALLISFUTUNA ウォリスフツナ
    WS WSM SAMOA サモア
    YE YEM YEMEN イエメン
    YT MYT MAYOTTE マヨット
    ZA ZAF SOUTHAFRICA 南アフリカ
    ZM ZMB ZAMBIA ザンビア
    ZW ZWE ZIMBABWE ジンバブエ
    """
}
