//! Given names that papers in another language give another form.
//!
//! The forms of one line are of one person more often than not: a woman whose birth certificate
//! says `Елена` has `Олена` in her passport, and a man of Transcarpathia who is `István` at home is
//! `Степан` there. Pet names are left out, because they belong to too many. What sounds alike
//! anyhow (`Григорій`, `Григорий`, `Grigory`) needs no line.

use std::{collections::BTreeMap, sync::OnceLock};

use super::plain_sounds;
use crate::search::canonical;

/// The forms of one name in each line; a name may stand in several.
const NAMES: &[&str] = &[
    // Women.
    "Олена Елена Ilona Helena",
    "Альона Алёна Alyona",
    "Ганна Анна Hanna",
    "Катерина Екатерина Katalin Catherine",
    "Тетяна Татьяна",
    "Світлана Светлана",
    "Надія Надежда",
    "Віра Вера",
    "Ірина Irén",
    "Єлизавета Erzsébet Elizabeth Ержебет",
    "Христина Кристина Krisztina",
    "Уляна Юліана Julianna",
    "Варвара Borbála Barbara",
    "Магдалина Магдалена Magdolna",
    "Маргарита Margit",
    "Терезія Тереза Teréz",
    "Сусанна Zsuzsanna",
    "Софія Zsófia",
    "Йолана Jolán",
    "Агнеса Ágnes",
    "Параска Прасковья",
    "Мотря Матрёна",
    "Анжела Ангела Angéla",
    "Жасмін Jázmin",
    "Олександра Александра Alexandra",
    "Едіта Edit",
    "Юдита Judit",
    "Тімея Tímea",
    "Боглярка Boglárka",
    // Men.
    "Олександр Александр Alexander Sándor",
    "Олексій Алексей",
    "Андрій András Andrew",
    "Володимир Владимир",
    "Владислав László",
    "Дмитро Дмитрий",
    "Євген Евгений Jenő",
    "Микола Николай Miklós",
    "Микита Никита",
    "Михайло Михаил Mihály Michael",
    "Павло Павел Pál Paul",
    "Петро Пётр Péter",
    "Федір Фёдор",
    "Василь Василий",
    "Степан Стефан István",
    "Іван János",
    "Йосип Иосиф József Joseph",
    "Яків Яков Jakab",
    "Юрій György",
    "Георгій György",
    "Григорій Gergely",
    "Кирило Кирилл",
    "Костянтин Константин",
    "Данило Даниил Dániel",
    "Пилип Филипп Fülöp",
    "Панас Опанас Афанасий",
    "Ілля Илья Illés",
    "Ігор Игорь",
    "Карло Карл Károly",
    "Людвик Lajos",
    "Юлій Gyula",
    "Дезидерій Dezső",
    "Вільгельм Vilmos",
    "Тиберій Tibor",
    "Франц Ferenc",
    "Антон Antal",
    "Мартин Márton",
    "Семен Simon",
    "Елемир Elemér",
    "Ернест Ernő",
    // Daughters and sons.
    "Миколаївна Николаевна",
    "Миколайович Николаевич",
    "Володимирівна Владимировна",
    "Володимирович Владимирович",
    "Олександрівна Александровна",
    "Олександрович Александрович",
    "Олексіївна Алексеевна",
    "Олексійович Алексеевич",
    "Яківна Яковлевна",
    "Якович Яковлевич",
    "Іллівна Ильинична",
    "Йосипівна Иосифовна",
    "Йосипович Иосифович",
    "Пилипівна Филипповна",
    "Пилипович Филиппович",
];

/// The names of which something that sounds so is a form, each called by its first form's key.
pub(super) fn of_sound(sound: &str) -> &'static [String] {
    static BY_SOUND: OnceLock<BTreeMap<String, Vec<String>>> = OnceLock::new();
    let by_sound = BY_SOUND.get_or_init(by_sound);
    by_sound.get(sound).map_or(&[], Vec::as_slice)
}

fn by_sound() -> BTreeMap<String, Vec<String>> {
    let mut by_sound: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in NAMES {
        let name = canonical(line.split(' ').next().unwrap_or_default());
        for sound in line.split(' ').flat_map(plain_sounds) {
            let names = by_sound.entry(sound).or_default();
            if !names.contains(&name) {
                names.push(name.clone());
            }
        }
    }
    by_sound
}
