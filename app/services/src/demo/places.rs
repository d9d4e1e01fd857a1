//! Where people come from, and where in Budapest they stay.

use super::accounts::DISTRICTS;
use super::draw::{chance, pick};
use rand::Rng;

/// Towns of Ukraine, those that most people fled from first.
#[rustfmt::skip]
pub(crate) const UKRAINE: &[&str] = &[
    "Харків", "Маріуполь", "Херсон", "Київ", "Миколаїв", "Запоріжжя", "Одеса", "Дніпро", "Чернігів",
    "Суми", "Ірпінь", "Буча", "Бахмут", "Краматорськ", "Сєвєродонецьк", "Лисичанськ", "Слов’янськ",
    "Донецьк", "Луганськ", "Мелітополь", "Бердянськ", "Енергодар", "Нікополь", "Кривий Ріг", "Ізюм",
    "Куп’янськ", "Чугуїв", "Вовчанськ", "Балаклія", "Лозова", "Охтирка", "Тростянець", "Конотоп",
    "Ромни", "Шостка", "Ніжин", "Прилуки", "Бровари", "Вишгород", "Бориспіль", "Фастів", "Біла Церква",
    "Гостомель", "Бородянка", "Макарів", "Житомир", "Бердичів", "Коростень", "Вінниця", "Хмельницький",
    "Кам’янець-Подільський", "Рівне", "Луцьк", "Львів", "Дрогобич", "Стрий", "Тернопіль",
    "Івано-Франківськ", "Коломия", "Чернівці", "Черкаси", "Умань", "Кропивницький", "Олександрія",
    "Знам’янка", "Полтава", "Кременчук", "Миргород", "Лубни", "Павлоград", "Кам’янське", "Новомосковськ",
    "Покровськ", "Торецьк", "Костянтинівка", "Волноваха", "Токмак", "Пологи", "Оріхів", "Гуляйполе",
    "Каховка", "Нова Каховка", "Олешки", "Скадовськ", "Генічеськ", "Очаків", "Вознесенськ", "Снігурівка",
    "Первомайськ", "Ізмаїл", "Болград", "Білгород-Дністровський", "Чорноморськ",
];

/// Towns and villages of Transcarpathia: as Hungarians and as Ukrainians name them.
#[rustfmt::skip]
pub(crate) const TRANSCARPATHIA: &[(&str, &str)] = &[
    ("Beregszász", "Берегове"), ("Munkács", "Мукачево"), ("Nagyszőlős", "Виноградів"),
    ("Tiszaújlak", "Вилок"), ("Ungvár", "Ужгород"), ("Csap", "Чоп"), ("Bátyú", "Батьово"),
    ("Mezőkaszony", "Косонь"), ("Nagydobrony", "Велика Добронь"), ("Kisdobrony", "Мала Добронь"),
    ("Vári", "Вари"), ("Gát", "Гать"), ("Makkosjánosi", "Яноші"), ("Dercen", "Дерцен"),
    ("Fornos", "Форнош"), ("Szernye", "Серне"), ("Nagybereg", "Великі Береги"), ("Bene", "Бене"),
    ("Kígyós", "Кидьош"), ("Tiszapéterfalva", "Пийтерфолво"), ("Tiszabökény", "Тисобикень"),
    ("Salánk", "Шаланки"), ("Feketeardó", "Чорнотисів"), ("Nevetlenfalu", "Неветленфолу"),
    ("Aknaszlatina", "Солотвино"), ("Técső", "Тячів"), ("Huszt", "Хуст"), ("Visk", "Вишково"),
    ("Rahó", "Рахів"), ("Szolyva", "Свалява"), ("Ilosva", "Іршава"), ("Szürte", "Сюрте"),
    ("Rát", "Ратівці"), ("Kisgejőc", "Малі Геївці"), ("Eszeny", "Есень"), ("Barkaszó", "Баркасово"),
    ("Csongor", "Чомонин"), ("Izsnyéte", "Жнятино"), ("Királyháza", "Королево"), ("Forgolány", "Форголань"),
    ("Csetfalva", "Четфалва"), ("Badaló", "Бадалово"), ("Halábor", "Галабор"), ("Asztély", "Астей"),
    ("Beregújfalu", "Берегуйфалу"), ("Bótrágy", "Батрадь"), ("Harangláb", "Гараглаб"),
];

/// Towns of Hungary.
#[rustfmt::skip]
pub(crate) const HUNGARY: &[&str] = &[
    "Miskolc", "Ózd", "Salgótarján", "Nyíregyháza", "Debrecen", "Szolnok", "Eger", "Kazincbarcika",
    "Kisvárda", "Mátészalka", "Záhony", "Fehérgyarmat", "Vásárosnamény", "Berettyóújfalu", "Békéscsaba",
    "Szeged", "Kecskemét", "Cegléd", "Vác", "Gödöllő", "Érd", "Dunaújváros", "Székesfehérvár", "Tatabánya",
    "Győr", "Szombathely", "Zalaegerszeg", "Nagykanizsa", "Kaposvár", "Pécs", "Komló", "Szekszárd", "Baja",
    "Gyöngyös", "Hatvan", "Jászberény", "Karcag", "Törökszentmiklós", "Hajdúszoboszló", "Orosháza",
];

/// A district's highest last digit of a postcode, and some of its streets.
type Streets = (u32, &'static [&'static str]);

/// The districts in their order.
#[rustfmt::skip]
const STREETS: &[Streets] = &[
    (6, &["Attila út", "Fő utca", "Krisztina körút", "Mészáros utca", "Naphegy utca", "Batthyány utca"]),
    (7, &["Margit körút", "Lövőház utca", "Bimbó út", "Hűvösvölgyi út", "Frankel Leó út", "Törökvész út"]),
    (9, &["Szentendrei út", "Vörösvári út", "Bécsi út", "Pacsirtamező utca", "Vöröskereszt utca", "Hunyadi utca"]),
    (8, &["Árpád út", "Fóti út", "István út", "Görgey Artúr utca", "Pozsonyi utca", "Rózsa utca"]),
    (6, &["Váci utca", "Falk Miksa utca", "Balassi Bálint utca", "Veres Pálné utca", "Nádor utca", "Sas utca"]),
    (8, &["Szondi utca", "Szív utca", "Podmaniczky utca", "Király utca", "Lovag utca", "Rózsa utca"]),
    (8, &["Dob utca", "Wesselényi utca", "Dohány utca", "Garay utca", "Rottenbiller utca", "Damjanich utca"]),
    (9, &["Népszínház utca", "Baross utca", "Práter utca", "Magdolna utca", "Dankó utca", "Üllői út"]),
    (8, &["Ráday utca", "Mester utca", "Tompa utca", "Haller utca", "Gubacsi út", "Lónyay utca"]),
    (8, &["Kőrösi Csoma Sándor út", "Liget utca", "Gitár utca", "Maglódi út", "Harmat utca", "Hungária körút"]),
    (9, &["Bartók Béla út", "Fehérvári út", "Etele út", "Tétényi út", "Karinthy Frigyes út", "Bánk bán utca"]),
    (6, &["Böszörményi út", "Királyhágó utca", "Németvölgyi út", "Kiss János altábornagy utca", "Városmajor utca"]),
    (9, &["Váci út", "Lehel utca", "Pozsonyi út", "Visegrádi utca", "Béke utca", "Reitter Ferenc utca"]),
    (9, &["Thököly út", "Nagy Lajos király útja", "Bosnyák utca", "Kerepesi út", "Egressy út", "Amerikai út"]),
    (8, &["Nyírpalota út", "Zsókavár utca", "Fő út", "Régi Fóti út", "Bánkút utca", "Erdőkerülő utca"]),
    (5, &["Veres Péter út", "Jókai utca", "Rákosi út", "Sasvár utca", "Csömöri út", "Futórózsa utca"]),
    (4, &["Pesti út", "Ferihegyi út", "Péceli út", "Kaszáló utca", "Újlak utca", "Bártfai utca"]),
    (8, &["Üllői út", "Thököly út", "Nefelejcs utca", "Havanna utca", "Baross utca", "Vasút utca"]),
    (6, &["Ady Endre út", "Kossuth Lajos utca", "Vak Bottyán utca", "Hunyadi utca", "Nagykőrösi út"]),
    (5, &["Kossuth Lajos utca", "Ady Endre utca", "Jókai utca", "Határ út", "Vörösmarty utca", "Lázár utca"]),
    (5, &["Kossuth Lajos utca", "II. Rákóczi Ferenc út", "Kiss János altábornagy utca", "Ady Endre út", "Szent Imre tér"]),
    (5, &["Nagytétényi út", "Mária Terézia utca", "Kossuth Lajos utca", "Anna utca", "Tóth József utca"]),
    (9, &["Grassalkovich út", "Haraszti út", "Hősök tere", "Szent László utca", "Templom utca", "Dinnyehegyi út"]),
];

/// An address in a district of Budapest (1–23), as a letter would have it. Any other number
/// leaves the district to chance.
pub(crate) fn address_in(rng: &mut impl Rng, district: u8) -> String {
    let drawn = rng.random_range(1..=DISTRICTS);
    let district = if (1..=DISTRICTS).contains(&district) {
        district
    } else {
        drawn
    };
    let (highest, streets) = STREETS[usize::from(district) - 1];
    let lowest = if district == DISTRICTS { 7 } else { 1 };
    let last = rng.random_range(lowest..=highest);
    let street = pick(rng, streets);
    let house = rng.random_range(1..=98);
    let place = format!("1{district:02}{last} Budapest, {street} {house}.");
    if chance(rng, 70) {
        let floor = rng.random_range(1..=9);
        return format!("{place}, {floor}. em. {}.", rng.random_range(1..=24));
    }
    place
}

#[cfg(test)]
mod tests {
    use super::{STREETS, address_in};
    use crate::demo::accounts::DISTRICTS;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn the_postcode_names_the_district() {
        assert_eq!(STREETS.len(), usize::from(DISTRICTS));
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        for district in 1..=DISTRICTS {
            let address = address_in(&mut rng, district);
            assert!(address.starts_with(&format!("1{district:02}")), "{address}");
        }
    }

    #[test]
    fn any_other_number_is_some_district() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        assert!(address_in(&mut rng, 0).contains(" Budapest, "));
        assert!(address_in(&mut rng, 99).contains(" Budapest, "));
    }
}
