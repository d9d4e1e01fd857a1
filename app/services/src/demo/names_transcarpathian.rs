//! Hungarian names of Transcarpathia beside the form that Ukrainian papers give them.

/// A name as its bearer writes it, and as Ukrainian papers do.
pub(crate) type Pair = (&'static str, &'static str);

#[rustfmt::skip]
pub(crate) const FAMILIES: &[Pair] = &[
    ("Ádám", "Адам"), ("Badó", "Бадо"), ("Bakó", "Бако"), ("Balla", "Балла"), ("Balázs", "Балаж"),
    ("Balogh", "Балог"), ("Bálint", "Балінт"), ("Bányász", "Баняс"), ("Barta", "Барта"),
    ("Bató", "Бато"), ("Benda", "Бенда"), ("Bihari", "Бігарі"), ("Bíró", "Біро"),
    ("Bodnár", "Боднар"), ("Borbély", "Борбель"), ("Boros", "Борош"), ("Brenzovics", "Брензович"),
    ("Csatlós", "Чатловш"), ("Csepei", "Чепеї"), ("Csizmár", "Чижмар"), ("Csoma", "Чома"),
    ("Csonka", "Чонка"), ("Dancs", "Данч"), ("Darcsi", "Дарчі"), ("Deák", "Деяк"), ("Demjén", "Дем’ян"),
    ("Dobos", "Добош"), ("Dudás", "Дудаш"), ("Dupka", "Дупко"), ("Egressy", "Егреші"),
    ("Erdélyi", "Ерделі"), ("Esztojka", "Естойка"), ("Fábián", "Фабіян"), ("Farkas", "Фаркаш"),
    ("Fedák", "Федак"), ("Fehér", "Фегер"), ("Fekete", "Фекете"), ("Ferenczi", "Ференці"),
    ("Filep", "Філеп"), ("Fodor", "Фодор"), ("Gajdos", "Гайдош"), ("Gál", "Гал"), ("Gecse", "Гече"),
    ("Gerzanics", "Герзанич"), ("Gönczy", "Генці"), ("Gulácsy", "Гулачі"), ("Gyurkó", "Дюрко"),
    ("Hadar", "Гадар"), ("Hajdu", "Гайду"), ("Hapák", "Гапак"), ("Hidi", "Гіді"), ("Homoki", "Гомокі"),
    ("Horváth", "Горват"), ("Huszti", "Густі"), ("Illár", "Іллар"), ("Ivancsó", "Іванчо"),
    ("Jakab", "Якоб"), ("Jónás", "Йонаш"), ("Juhász", "Югас"), ("Kacsó", "Качов"), ("Kanalas", "Каналош"),
    ("Káló", "Кало"), ("Katona", "Котона"), ("Kepics", "Кепич"), ("Kész", "Кейс"), ("Kincs", "Кінч"),
    ("Király", "Кіраль"), ("Kis", "Кіш"), ("Kocsis", "Кочіш"), ("Koczán", "Коцан"), ("Kolozsy", "Коложі"),
    ("Kosztyu", "Костю"), ("Kovács", "Ковач"), ("Kudron", "Кудрон"), ("Lakatos", "Лакатош"),
    ("László", "Ласло"), ("Lengyel", "Лендєл"), ("Lizák", "Лізак"), ("Lőrincz", "Леринц"),
    ("Lukács", "Лукач"), ("Makaró", "Макаро"), ("Márkus", "Маркуш"), ("Matl", "Матл"),
    ("Mészáros", "Мейсарош"), ("Mezei", "Мезеї"), ("Mikó", "Міко"), ("Molnár", "Молнар"),
    ("Móricz", "Моріц"), ("Nagy", "Надь"), ("Németh", "Немет"), ("Nyitrai", "Нітраї"), ("Oláh", "Олаг"),
    ("Orbán", "Орбан"), ("Orgován", "Оргован"), ("Orosz", "Орос"), ("Pallagi", "Паллогі"), ("Pap", "Пап"),
    ("Pásztor", "Пастор"), ("Peleskei", "Пелешкеї"), ("Petrás", "Петраш"), ("Pirigyi", "Піріді"),
    ("Popovics", "Попович"), ("Puskás", "Пушкаш"), ("Radics", "Радич"), ("Rácz", "Рац"),
    ("Rákos", "Ракош"), ("Rezes", "Резеш"), ("Rezsán", "Режан"), ("Riskó", "Рішко"), ("Sándor", "Шандор"),
    ("Seres", "Шереш"), ("Simon", "Шимон"), ("Sipos", "Шіпош"), ("Soós", "Шовш"), ("Surányi", "Шурані"),
    ("Szabó", "Сабо"), ("Szalai", "Салаї"), ("Szanyi", "Сані"), ("Szarka", "Сарка"), ("Székely", "Секель"),
    ("Szenyko", "Сенько"), ("Szilágyi", "Сіладі"), ("Szilvási", "Сільваші"), ("Szűcs", "Сюч"),
    ("Takács", "Такач"), ("Tar", "Тар"), ("Tegza", "Тегза"), ("Tóth", "Товт"), ("Török", "Терек"),
    ("Ujhelyi", "Уйгелі"), ("Vajda", "Вайда"), ("Váradi", "Вараді"), ("Varga", "Варга"), ("Vass", "Ваш"),
    ("Végh", "Вейг"), ("Veres", "Вереш"), ("Vincze", "Вінце"), ("Virág", "Віраг"), ("Zékány", "Зекань"),
    ("Zubánics", "Зубанич"), ("Zsidei", "Жидеї"),
];

#[rustfmt::skip]
pub(crate) const OLDER_WOMEN: &[Pair] = &[
    ("Amália", "Амалія"), ("Anna", "Ганна"), ("Aranka", "Аранка"), ("Borbála", "Варвара"),
    ("Edit", "Едіта"), ("Erika", "Еріка"), ("Erzsébet", "Єлизавета"), ("Éva", "Єва"),
    ("Gizella", "Гізелла"), ("Ibolya", "Іболя"), ("Ilona", "Олена"), ("Irén", "Ірина"), ("Jolán", "Йолана"),
    ("Judit", "Юдита"), ("Julianna", "Юліанна"), ("Katalin", "Катерина"), ("Klára", "Клара"),
    ("Lívia", "Лівія"), ("Magdolna", "Магдалина"), ("Margit", "Маргарита"), ("Mária", "Марія"),
    ("Marianna", "Маріанна"), ("Natália", "Наталія"), ("Piroska", "Пірошка"), ("Rozália", "Розалія"),
    ("Teréz", "Терезія"), ("Valéria", "Валерія"), ("Veronika", "Вероніка"), ("Zsuzsanna", "Жужанна"),
];

#[rustfmt::skip]
pub(crate) const YOUNGER_WOMEN: &[Pair] = &[
    ("Adrienn", "Адрієнн"), ("Alexandra", "Олександра"), ("Andrea", "Андреа"), ("Angéla", "Анжела"),
    ("Anita", "Аніта"), ("Anna", "Анна"), ("Beáta", "Беата"), ("Bella", "Белла"), ("Bianka", "Б’янка"),
    ("Boglárka", "Боглярка"), ("Diána", "Діана"), ("Dominika", "Домініка"), ("Dóra", "Дора"),
    ("Emma", "Емма"), ("Enikő", "Еніке"), ("Erzsébet", "Єлизавета"), ("Eszter", "Естер"),
    ("Ildikó", "Ілдіко"), ("Ivett", "Іветта"), ("Jázmin", "Жасмін"), ("Krisztina", "Крістіна"),
    ("Laura", "Лаура"), ("Liliána", "Ліліана"), ("Mária", "Марія"), ("Melánia", "Меланія"),
    ("Mónika", "Моніка"), ("Nikoletta", "Ніколетта"), ("Noémi", "Ноемі"), ("Patrícia", "Патриція"),
    ("Rebeka", "Ребека"), ("Réka", "Река"), ("Renáta", "Рената"), ("Szabina", "Сабіна"),
    ("Szilvia", "Сільвія"), ("Szonja", "Соня"), ("Tímea", "Тімея"), ("Tünde", "Тюнде"),
    ("Vanessza", "Ванесса"), ("Viktória", "Вікторія"), ("Vivien", "Вівієн"), ("Zsófia", "Софія"),
];

#[rustfmt::skip]
pub(crate) const OLDER_MEN: &[Pair] = &[
    ("András", "Андрій"), ("Árpád", "Арпад"), ("Attila", "Аттіла"), ("Béla", "Бейла"),
    ("Bertalan", "Берталан"), ("Dezső", "Дезидерій"), ("Elemér", "Елемир"), ("Ernő", "Ернест"),
    ("Ferenc", "Ференц"), ("Géza", "Гейза"), ("György", "Юрій"), ("Gyula", "Юлій"), ("István", "Степан"),
    ("János", "Іван"), ("Jenő", "Євген"), ("József", "Йосип"), ("Károly", "Карл"), ("Lajos", "Людвик"),
    ("László", "Владислав"), ("Mihály", "Михайло"), ("Miklós", "Микола"), ("Pál", "Павло"),
    ("Péter", "Петро"), ("Sándor", "Олександр"), ("Tibor", "Тиберій"), ("Vilmos", "Вільгельм"),
    ("Zoltán", "Золтан"),
];

#[rustfmt::skip]
pub(crate) const YOUNGER_MEN: &[Pair] = &[
    ("Ádám", "Адам"), ("Alex", "Алекс"), ("András", "Андрій"), ("Arnold", "Арнольд"), ("Attila", "Аттіла"),
    ("Bálint", "Балінт"), ("Barnabás", "Барнабаш"), ("Bence", "Бенце"), ("Benjámin", "Беньямін"),
    ("Csaba", "Чаба"), ("Dániel", "Даніель"), ("Dávid", "Давид"), ("Dominik", "Домінік"), ("Erik", "Ерік"),
    ("Ferenc", "Ференц"), ("Gábor", "Габор"), ("István", "Іштван"), ("János", "Янош"), ("József", "Йожеф"),
    ("Kevin", "Кевін"), ("Krisztián", "Крістіан"), ("Kristóf", "Кріштоф"), ("László", "Ласло"),
    ("Levente", "Левенте"), ("Márk", "Марк"), ("Martin", "Мартін"), ("Máté", "Мате"),
    ("Maximilián", "Максиміліан"), ("Norbert", "Норберт"), ("Patrik", "Патрік"), ("Péter", "Петер"),
    ("Richárd", "Річард"), ("Rikárdó", "Рікардо"), ("Róbert", "Роберт"), ("Roland", "Роланд"),
    ("Sándor", "Олександр"), ("Szilárd", "Сілард"), ("Tibor", "Тіберій"), ("Viktor", "Віктор"),
    ("Zoltán", "Золтан"), ("Zsolt", "Жолт"),
];
