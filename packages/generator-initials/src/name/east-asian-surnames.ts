// Family names that tell where an undivided name is to be divided.

/** Chinese, of one character, in both forms of writing: those of more than 99 of 100 people. */
export const chineseSurnames: ReadonlySet<string> = new Set(
  '王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于於董萧蕭肖程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻闫閆余潘杜戴夏钟鍾鐘汪田任姜范範方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱丘秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦蘆季俞章鲁魯葛伍韦韋申尤毕畢聂聶丛叢焦向柳邢岳骆駱齐齊梅莫庄莊辛管祝左涂塗谷祁时時舒耿牟卜路詹关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑位覃霍翁隋甘景薄单單包司柏宁寧柯阮桂闵閔解强強柴华華车車冉房边邊辜吉饶饒刁瞿戚池裘盖蓋咸巩鞏沙苑仇习習晏宗占储儲古全扈冀佟束藏臧苟楚寇符郁米沐宫宮靖应應冷窦竇邸麦麥滕' +
    '楼樓蒲农農蔺藺雍艾阴陰穆鞠封桑敖',
)

/** Chinese, of two characters. */
export const chineseDoubleSurnames: ReadonlySet<string> = new Set(
  (
    '欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 长孙 長孫 宇文 司徒 司空 ' +
    '轩辕 軒轅 端木 独孤 獨孤 南宫 南宮 西门 西門 呼延 百里 东郭 東郭 申屠 公羊 澹台 澹臺 赫连 赫連 淳于 淳於 单于 單于 ' +
    '太史 仲孙 仲孫 钟离 鍾離 闾丘 閭丘 鲜于 鮮于 拓跋 完颜 完顏 纳兰 納蘭 第五 万俟 萬俟 闻人 聞人 濮阳 濮陽 范姜 張簡 张简'
  ).split(' '),
)

/** Japanese, but for those such as 金子 with which many Chinese names begin. */
export const japaneseSurnames: ReadonlySet<string> = new Set(
  (
    '佐藤 鈴木 高橋 田中 渡辺 渡邊 渡邉 伊藤 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 清水 斎藤 齋藤 斉藤 ' +
    '山崎 池田 橋本 阿部 石川 山下 中島 前田 小川 藤田 岡田 後藤 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 ' +
    '藤原 岡本 松田 中川 中野 原田 小野 田村 竹内 和田 中山 石田 上田 森田 小島 柴田 宮崎 酒井 工藤 横山 宮本 内田 高木 ' +
    '安藤 島田 谷口 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 増田 平野 大塚 千葉 久保 松井 岩崎 桜井 木下 野口 松尾 菊地 ' +
    '野村 新井 菅原 佐野 杉本 古川 大西 小山 市川 浜田 島崎 水野 小松 北村 飯田 川崎 吉川 山内 西田 菊池 西川 五十嵐 北川 安田 ' +
    '中田 平田 川口 東 飯塚 久保田 川村 岩田 本田 辻 関 吉村 中西 荒木 樋口 服部 大島 小笠原 大久保 佐久間 黒田 堀 尾崎 望月 ' +
    '永井 熊谷 内藤 松村 西山 大谷 平井 岩本 片山 本間 早川 横田 岡崎 荒井 大石 鎌田 成田 宮田 小田 石原 篠原 高野 須藤 栗原 ' +
    '伊東 松原 三宅 福井 大森 奥村 岡 内山 片岡 松永 桑原 関口 北野 宮川 宇野 萩原 長谷 上原 沢田 澤田 渋谷 黒木 坂口 羽生 大坂 ' +
    '安倍 安部 岸田 石破 豊田 本庄 錦織 宮沢 宮澤 黒澤 黒沢 村山 三島 川端 夏目 芥川 福澤 福沢 野田 鳩山 細川 細田 土屋 川上'
  ).split(' '),
)

/** Japanese, of one character: they leave a given name of two or three. */
export const shortJapaneseSurnames: ReadonlySet<string> = new Set(
  '林森原岡東辻関堀南西北菅島谷星堺畑乾杉城泉滝',
)

/** Korean, of one syllable. */
export const koreanSurnames: ReadonlySet<string> = new Set(
  '김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노로하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용리림라나',
)

/** Korean, of two syllables. */
export const koreanDoubleSurnames: ReadonlySet<string> = new Set(
  '남궁 황보 제갈 선우 독고 사공 서문 동방 망절 어금 장곡 강전'.split(' '),
)
