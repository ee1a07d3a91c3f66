/** Names that are common somewhere. Whoever bears one is not meant. */
export interface Culture {
  share: number
  given: readonly string[]
  family: readonly string[]
  style?: 'two families' | 'hyphens' | 'particles' | 'single'
  particles?: readonly string[]
}

const words = (text: string) => text.split(' ')

/** A colon separates a name from its Latin spelling. */
export const CULTURES: readonly Culture[] = [
  {
    share: 22,
    given: words(
      'Ada Grace Alan Margaret Dennis Barbara Ken Frances Edsger Radia Tim Joan Douglas Hedy Evelyn Mary',
    ),
    family: words(
      "Smith Johnson O'Brien McDonald Taylor Brown O’Neill Walker Wright FitzGerald Clarke Hill Moore King",
    ),
    style: 'hyphens',
  },
  {
    share: 8,
    given: words(
      'Jürgen Käthe Björn Uwe Anneliese Heinz-Peter Günther Ute Anna-Lena Karl-Heinz Sören Brünhilde',
    ),
    family: words('Müller Schröder Weiß Groß Köhler Öztürk Lüdenscheidt Schmidt Bauer Jäger Großmann'),
    style: 'particles',
    particles: words('von zu von:von-und-zu'),
  },
  {
    share: 7,
    given: words('François Zoé Jean-Luc Anaïs Éloïse Benoît Cédric Marie-Claire Agnès Gaëlle'),
    family: words('Lefèvre Dupont Lemaître Château Garçon Élie Noël Beauséjour'),
    style: 'particles',
    particles: ['de', 'de la:de-la', 'du', 'le'],
  },
  {
    share: 8,
    given: words('José María Íñigo Begoña Ángel Lucía Joaquín Ximena Álvaro Concepción'),
    family: words('García Núñez Ibáñez Ortega Peña Castaño Vázquez Zúñiga López Muñoz'),
    style: 'two families',
  },
  {
    share: 5,
    given: words('João Conceição Antônio Inês Gonçalo Luísa'),
    family: words('Gonçalves Magalhães Araújo Simões Brandão Sá'),
    style: 'particles',
    particles: words('da dos de'),
  },
  {
    share: 5,
    given: words('Jan Pieter Sjoerd Floor Maartje IJsbrand Noor'),
    family: words('Berg Vries Dijk IJssel Jong Hoek Broek'),
    style: 'particles',
    particles: ['van den:van-den', 'van der:van-der', 'de', "van 't:van-t", 'ter'],
  },
  {
    share: 5,
    given: words('Åsa Øyvind Søren Þórdís Æsa Kjærsti Mäkelä Jón'),
    family: words('Ångström Øverland Sørensen Guðmundsdóttir Jónsson Lönnqvist Hämäläinen Kjær'),
  },
  {
    share: 6,
    given: words('Łukasz Zdzisława Jiří Žaneta Świętosława Šimon Ľubomír Ágnes Győző Dragoș'),
    family: words('Wójcik Brzęczyszczykiewicz Dvořák Nováková Szőke Kovács Țepeș Štefánik Żółkowski Řezník'),
    style: 'hyphens',
  },
  {
    share: 4,
    given: words('İsmail Işıl Çağla Şükrü Ömer Gökçe'),
    family: words('Yılmaz Çelik Şahin Öztürk Iğdır İnönü'),
  },
  {
    share: 3,
    given: words('Дмитрий:dmitriy Ольга:olga Михаил:mikhail Екатерина:ekaterina Фёдор:fyodor'),
    family: words('Иванов:ivanov Достоевская:dostoevskaya Ёлкин:yolkin Щербакова:shcherbakova'),
  },
  {
    share: 1.5,
    given: words('Олександр:oleksandr Їлина:yilyna Ганна:hanna Євген:yevhen'),
    family: words('Шевченко:shevchenko Їжакевич:yizhakevych Ємець:yemets'),
  },
  {
    share: 0.5,
    given: words('Ђорђе:dorde Љиљана:ljiljana'),
    family: words('Петровић:petrovic Њежић:njezic'),
  },
  {
    share: 3,
    given: words('Γιώργος:giorgos Ελένη:eleni Άγγελος:angelos Ιωάννης:ioannis Όλγα:olga'),
    family: words('Παπαδόπουλος:papadopoulos Ξενάκης:xenakis Ψαρρού:psarrou Ωνάσης:onasis'),
  },
  {
    share: 4,
    given: words('伟:wei 秀英:xiuying 明:ming 小龙:xiaolong 美玲:meiling 芳:fang'),
    family: words('王:wang 李:li 张:zhang 欧阳:ouyang 诸葛:zhuge 陳:chen'),
  },
  {
    share: 3,
    given: words('太郎:taro 花子:hanako さくら:sakura ケンジ:kenji 結衣:yui'),
    family: words('山田:yamada 佐藤:sato 髙橋:takahashi 長谷川:hasegawa 𠮷野:yoshino'),
  },
  {
    share: 3,
    given: words('민준:minjun 서연:seoyeon 지훈:jihun 하은:haeun'),
    family: words('김:kim 이:lee 박:park 남궁:namgung'),
  },
  {
    share: 4,
    given: words('محمد:mohammed فاطمة:fatima عائشة:aisha يوسف:youssef نور:noor'),
    family: words('العلي:al-ali حسن:hassan المصري:al-masri بن‌سلمان:bin-salman کریمی:karimi'),
  },
  {
    share: 2,
    given: words('דוד:david רחל:rachel יעל:yael שירה:shira'),
    family: words('כהן:cohen לוי:levi בן־גוריון:ben-gurion אברהמי:avrahami'),
  },
  {
    share: 2,
    given: words('प्रिया:priya अर्जुन:arjun क्षितिज:kshitij श्रेया:shreya'),
    family: words('शर्मा:sharma पाटील:patil क्षीरसागर:kshirsagar'),
  },
  {
    share: 1,
    given: words('சுந்தர்:sundar கீதா:geetha'),
    family: words('த்யாகராஜன்:thyagarajan ஸ்ரீனிவாசன்:srinivasan'),
  },
  {
    share: 1,
    given: words('অনির্বাণ:anirban শ্রেয়সী:shreyasi'),
    family: words('চট্টোপাধ্যায়:chattopadhyay ঘোষ:ghosh'),
  },
  {
    share: 1,
    given: words('ਗੁਰਪ੍ਰੀਤ:gurpreet ਹਰਜੀਤ:harjeet'),
    family: words('ਸਿੰਘ:singh ਕੌਰ:kaur'),
  },
  {
    share: 3,
    given: words('Nguyên Thị-Hồng Đức Ánh Phượng Trường'),
    family: words('Nguyễn Trần Đặng Phạm Võ Lê'),
  },
  {
    share: 0.6,
    given: words('สมชาย:somchai ณัฐวุฒิ:nattawut'),
    family: words('ใจดี:jaidee ศรีสุข:srisuk'),
  },
  {
    share: 0.5,
    given: words('გიორგი:giorgi ნინო:nino'),
    family: words('ბერიძე:beridze კაპანაძე:kapanadze'),
  },
  {
    share: 0.5,
    given: words('Արմեն:armen Անահիտ:anahit'),
    family: words('Պետրոսյան:petrosyan Սարգսյան:sargsyan'),
  },
  {
    share: 0.4,
    given: words('አበበ:abebe ሰላም:selam'),
    family: words('በቀለ:bekele ተስፋዬ:tesfaye'),
  },
  {
    share: 3,
    given: words('Kamehameha Kealoha Ngũgĩ Oluwaseun Ọláolú Tāne N’Golo'),
    family: words("Kaʻahumanu Ka'ahumanu Wa-Thiong'o Adébáyọ̀ Ngata Diallo"),
  },
  { share: 2, given: words('Suharto Sukarno Madonna Teller Mononymous X'), family: ['-'], style: 'single' },
]
