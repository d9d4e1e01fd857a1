//! Family and given names of Hungary.

use super::names_ukrainian::Generations;

/// Family names, the frequent ones first.
#[rustfmt::skip]
pub(crate) const FAMILIES: &[&str] = &[
    "Nagy", "Kovács", "Tóth", "Szabó", "Horváth", "Varga", "Kiss", "Molnár", "Németh", "Farkas",
    "Balogh", "Papp", "Lakatos", "Takács", "Juhász", "Oláh", "Mészáros", "Simon", "Rácz", "Fekete",
    "Szilágyi", "Török", "Fehér", "Balázs", "Gál", "Kis", "Szűcs", "Orsós", "Kocsis", "Fodor",
    "Pintér", "Szalai", "Sipos", "Magyar", "Lukács", "Gulyás", "Bíró", "Király", "Balog", "László",
    "Bogdán", "Jakab", "Katona", "Sándor", "Váradi", "Boros", "Fazekas", "Kelemen", "Antal", "Orosz",
    "Somogyi", "Fülöp", "Veres", "Budai", "Vincze", "Hegedűs", "Deák", "Pap", "Bálint", "Pál",
    "Illés", "Szőke", "Vörös", "Vass", "Bognár", "Lengyel", "Fábián", "Bodnár", "Szücs", "Hajdu",
    "Halász", "Jónás", "Kozma", "Máté", "Székely", "Gáspár", "Pásztor", "Bakos", "Dudás", "Virág",
    "Major", "Orbán", "Hegedüs", "Barna", "Novák", "Soós", "Tamás", "Nemes", "Pataki", "Balla",
    "Faragó", "Kerekes", "Borbély", "Barta", "Péter", "Szekeres", "Csonka", "Mezei", "Márton",
    "Sárközi", "Bányai", "Berki", "Dobos", "Kun", "Berta", "Hajdú", "Ács", "Szántó", "Vida",
    "Beke", "Gombos", "Morvai", "Erdei", "Erdős", "Kertész", "Bene", "Csizmadia", "Vadász", "Bartha",
    "Csordás", "Csík", "Ádám", "Benkő", "Nyári", "Stefán", "Zsigmond", "Ferenczi", "Kalmár", "Kántor",
    "Keresztes", "Kárpáti", "Komáromi", "Kövér", "Lőrincz", "Makai", "Matyi", "Miklós", "Mohácsi",
    "Móricz", "Murányi", "Nádasdi", "Nógrádi", "Osváth", "Petrovics", "Radics", "Regős", "Rózsa",
    "Sallai", "Sebestyén", "Selmeczi", "Seres", "Sólyom", "Szakács", "Szalay", "Szász", "Szegedi",
    "Szenczi", "Szigeti", "Szombati", "Szűts", "Tarján", "Tatár", "Temesi", "Tisza", "Tolnai",
    "Tompa", "Turi", "Ujvári", "Urbán", "Vadas", "Várkonyi", "Végh", "Verebes", "Vízi", "Zalai",
    "Zentai", "Zólyomi", "Csóka", "Csépe", "Dávid", "Demeter", "Dombi", "Dömötör", "Egri", "Fejes",
    "Gergely", "Gyarmati", "Győri", "Hamar", "Havas", "Hevesi", "Hornyák", "Jenei", "Jobbágy",
    "Karácsony", "Kása", "Kecskés", "Kollár", "Kónya", "Kuti", "Ladányi", "Lévai", "Losonczi",
];

#[rustfmt::skip]
pub(crate) const WOMEN: Generations = Generations {
    old: &[
        "Ágnes", "Anna", "Aranka", "Borbála", "Edit", "Erzsébet", "Etelka", "Éva", "Gizella", "Ibolya",
        "Ilona", "Irén", "Jolán", "Judit", "Julianna", "Katalin", "Klára", "Magdolna", "Margit",
        "Mária", "Márta", "Piroska", "Rozália", "Sarolta", "Teréz", "Valéria", "Veronika", "Zsuzsanna",
    ],
    middle: &[
        "Adrienn", "Ágnes", "Andrea", "Angéla", "Anikó", "Anita", "Barbara", "Beáta", "Bernadett",
        "Boglárka", "Brigitta", "Csilla", "Dóra", "Edina", "Emese", "Enikő", "Erika", "Eszter", "Éva",
        "Gabriella", "Györgyi", "Hajnalka", "Henrietta", "Ildikó", "Judit", "Katalin", "Kinga",
        "Krisztina", "Márta", "Melinda", "Mónika", "Nikolett", "Nóra", "Orsolya", "Petra", "Renáta",
        "Rita", "Szilvia", "Tímea", "Tünde", "Viktória", "Virág", "Zita", "Zsófia", "Zsuzsanna",
    ],
    young: &[
        "Adél", "Anna", "Bella", "Blanka", "Boglárka", "Csenge", "Dalma", "Dorka", "Dorina", "Emília",
        "Emma", "Eszter", "Fanni", "Flóra", "Gréta", "Hanna", "Izabella", "Jázmin", "Kamilla", "Kinga",
        "Lara", "Laura", "Léna", "Lili", "Liliána", "Lilla", "Luca", "Maja", "Mira", "Nóra", "Noémi",
        "Olívia", "Panna", "Rebeka", "Réka", "Róza", "Sára", "Szofi", "Szonja", "Viktória", "Zita",
        "Zoé", "Zsófia",
    ],
};

#[rustfmt::skip]
pub(crate) const MEN: Generations = Generations {
    old: &[
        "András", "Antal", "Árpád", "Béla", "Dezső", "Ferenc", "Géza", "György", "Gyula", "Imre",
        "István", "János", "Jenő", "József", "Kálmán", "Károly", "Lajos", "László", "Mihály", "Miklós",
        "Ottó", "Pál", "Péter", "Sándor", "Tibor", "Vilmos", "Zoltán",
    ],
    middle: &[
        "Ádám", "Ákos", "András", "Attila", "Balázs", "Bálint", "Barnabás", "Csaba", "Dániel", "Dávid",
        "Dénes", "Ferenc", "Gábor", "Gergely", "Gergő", "György", "Imre", "István", "János", "József",
        "Krisztián", "László", "Levente", "Márton", "Máté", "Miklós", "Norbert", "Péter", "Richárd",
        "Róbert", "Roland", "Sándor", "Szabolcs", "Szilárd", "Tamás", "Tibor", "Viktor", "Zoltán", "Zsolt",
    ],
    young: &[
        "Ábel", "Ádám", "Áron", "Balázs", "Barnabás", "Bendegúz", "Bence", "Benedek", "Benjámin",
        "Bertalan", "Botond", "Dániel", "Dávid", "Dominik", "Erik", "Gergő", "Hunor", "Kevin",
        "Kornél", "Kristóf", "Levente", "Máté", "Márk", "Márton", "Marcell", "Milán", "Mátyás",
        "Nándor", "Nimród", "Noel", "Olivér", "Patrik", "Péter", "Sámuel", "Soma", "Szabolcs",
        "Vince", "Zalán", "Zente", "Zétény", "Zsombor",
    ],
};
