//! Where people come from, and where in Budapest they stay.

use core::fmt::Write as _;

use super::accounts::DISTRICTS;
use super::draw::{chance, pick};
use rand::Rng;

/// Towns of Ukraine, those that most people fled from first, each with the place of the lookup
/// `locations` that it is or lies in.
#[rustfmt::skip]
pub(crate) const UKRAINE: &[(&str, &str)] = &[
    ("Харків", "kharkiv"), ("Маріуполь", "mariupol"), ("Херсон", "kherson"), ("Київ", "kyiv"),
    ("Миколаїв", "mykolaiv"), ("Запоріжжя", "zaporizhzhia"), ("Одеса", "odesa"),
    ("Дніпро", "dnipro"), ("Чернігів", "chernihiv"), ("Суми", "sumy"), ("Ірпінь", "irpin"),
    ("Буча", "bucha"), ("Бахмут", "bakhmut"), ("Краматорськ", "kramatorsk"),
    ("Сєвєродонецьк", "siverskodonetsk"), ("Лисичанськ", "lysychansk"), ("Слов’янськ", "sloviansk"),
    ("Донецьк", "donetsk"), ("Луганськ", "luhansk"), ("Мелітополь", "melitopol"),
    ("Бердянськ", "berdiansk"), ("Енергодар", "enerhodar"), ("Нікополь", "nikopol"),
    ("Кривий Ріг", "kryvyi_rih"), ("Ізюм", "izium"), ("Куп’янськ", "kupiansk"),
    ("Чугуїв", "chuhuiv"), ("Вовчанськ", "vovchansk"), ("Балаклія", "balakliia"),
    ("Лозова", "lozova"), ("Охтирка", "okhtyrka"), ("Тростянець", "trostianets"),
    ("Конотоп", "konotop"), ("Ромни", "romny"), ("Шостка", "shostka"), ("Ніжин", "nizhyn"),
    ("Прилуки", "pryluky"), ("Бровари", "brovary"), ("Вишгород", "vyshhorod"),
    ("Бориспіль", "boryspil"), ("Фастів", "fastiv"), ("Біла Церква", "bila_tserkva"),
    ("Гостомель", "hostomel"), ("Бородянка", "borodianka"), ("Макарів", "makariv"),
    ("Житомир", "zhytomyr"), ("Бердичів", "berdychiv"), ("Коростень", "korosten"),
    ("Вінниця", "vinnytsia"), ("Хмельницький", "khmelnytskyi"),
    ("Кам’янець-Подільський", "kamianets_podilskyi"), ("Рівне", "rivne"), ("Луцьк", "lutsk"),
    ("Львів", "lviv"), ("Дрогобич", "drohobych"), ("Стрий", "stryi"), ("Тернопіль", "ternopil"),
    ("Івано-Франківськ", "ivano_frankivsk"), ("Коломия", "kolomyia"), ("Чернівці", "chernivtsi"),
    ("Черкаси", "cherkasy"), ("Умань", "uman"), ("Кропивницький", "kropyvnytskyi"),
    ("Олександрія", "oleksandriia"), ("Знам’янка", "kirovohrad_oblast"), ("Полтава", "poltava"),
    ("Кременчук", "kremenchuk"), ("Миргород", "myrhorod"), ("Лубни", "lubny"),
    ("Павлоград", "pavlohrad"), ("Кам’янське", "kamianske"), ("Новомосковськ", "samar"),
    ("Покровськ", "pokrovsk"), ("Торецьк", "toretsk"), ("Костянтинівка", "kostiantynivka"),
    ("Волноваха", "volnovakha"), ("Токмак", "tokmak"), ("Пологи", "polohy"), ("Оріхів", "orikhiv"),
    ("Гуляйполе", "huliaipole"), ("Каховка", "kakhovka"), ("Нова Каховка", "nova_kakhovka"),
    ("Олешки", "oleshky"), ("Скадовськ", "skadovsk"), ("Генічеськ", "henichesk"),
    ("Очаків", "ochakiv"), ("Вознесенськ", "voznesensk"), ("Снігурівка", "snihurivka"),
    ("Первомайськ", "pervomaisk"), ("Ізмаїл", "izmail"), ("Болград", "odesa_oblast"),
    ("Білгород-Дністровський", "bilhorod_dnistrovskyi"), ("Чорноморськ", "chornomorsk"),
];

/// Towns and villages of Transcarpathia: as Hungarians and as Ukrainians name them, and the place
/// of the lookup.
#[rustfmt::skip]
pub(crate) const TRANSCARPATHIA: &[(&str, &str, &str)] = &[
    ("Beregszász", "Берегове", "berehove"), ("Munkács", "Мукачево", "mukachevo"),
    ("Nagyszőlős", "Виноградів", "vynohradiv"), ("Tiszaújlak", "Вилок", "vylok"),
    ("Ungvár", "Ужгород", "uzhhorod"), ("Csap", "Чоп", "chop"), ("Bátyú", "Батьово", "batovo"),
    ("Mezőkaszony", "Косонь", "koson"), ("Nagydobrony", "Велика Добронь", "velyka_dobron"),
    ("Kisdobrony", "Мала Добронь", "mala_dobron"), ("Vári", "Вари", "vary"), ("Gát", "Гать", "hat"),
    ("Makkosjánosi", "Яноші", "yanoshi"), ("Dercen", "Дерцен", "dertsen"),
    ("Fornos", "Форнош", "fornosh"), ("Szernye", "Серне", "serne"),
    ("Nagybereg", "Великі Береги", "velyki_berehy"), ("Bene", "Бене", "bene"),
    ("Kígyós", "Кидьош", "berehove_raion"), ("Tiszapéterfalva", "Пийтерфолво", "pyiterfolvo"),
    ("Tiszabökény", "Тисобикень", "tysobyken"), ("Salánk", "Шаланки", "shalanky"),
    ("Feketeardó", "Чорнотисів", "chornotysiv"), ("Nevetlenfalu", "Неветленфолу", "nevetlenfolu"),
    ("Aknaszlatina", "Солотвино", "solotvyno"), ("Técső", "Тячів", "tiachiv"),
    ("Huszt", "Хуст", "khust"), ("Visk", "Вишково", "vyshkovo"), ("Rahó", "Рахів", "rakhiv"),
    ("Szolyva", "Свалява", "svaliava"), ("Ilosva", "Іршава", "irshava"),
    ("Szürte", "Сюрте", "siurte"), ("Rát", "Ратівці", "rativtsi"),
    ("Kisgejőc", "Малі Геївці", "mali_heivtsi"), ("Eszeny", "Есень", "esen"),
    ("Barkaszó", "Баркасово", "barkasovo"), ("Csongor", "Чомонин", "mukachevo_raion"),
    ("Izsnyéte", "Жнятино", "zhniatyno"), ("Királyháza", "Королево", "korolevo"),
    ("Forgolány", "Форголань", "forholan"), ("Csetfalva", "Четфалва", "chetfalva"),
    ("Badaló", "Бадалово", "badalovo"), ("Halábor", "Галабор", "halabor"),
    ("Asztély", "Астей", "astei"), ("Beregújfalu", "Берегуйфалу", "berehuifalu"),
    ("Bótrágy", "Батрадь", "batrad"), ("Harangláb", "Гараглаб", "horonhlab"),
];

/// Towns of Hungary, each with its place of the lookup.
#[rustfmt::skip]
pub(crate) const HUNGARY: &[(&str, &str)] = &[
    ("Miskolc", "miskolc"), ("Ózd", "ozd"), ("Salgótarján", "salgotarjan"),
    ("Nyíregyháza", "nyiregyhaza"), ("Debrecen", "debrecen"), ("Szolnok", "szolnok"),
    ("Eger", "eger"), ("Kazincbarcika", "kazincbarcika"), ("Kisvárda", "kisvarda"),
    ("Mátészalka", "mateszalka"), ("Záhony", "zahony"), ("Fehérgyarmat", "fehergyarmat"),
    ("Vásárosnamény", "vasarosnameny"), ("Berettyóújfalu", "berettyoujfalu"),
    ("Békéscsaba", "bekescsaba"), ("Szeged", "szeged"), ("Kecskemét", "kecskemet"),
    ("Cegléd", "cegled"), ("Vác", "vac"), ("Gödöllő", "godollo"), ("Érd", "erd"),
    ("Dunaújváros", "dunaujvaros"), ("Székesfehérvár", "szekesfehervar"),
    ("Tatabánya", "tatabanya"), ("Győr", "gyor"), ("Szombathely", "szombathely"),
    ("Zalaegerszeg", "zalaegerszeg"), ("Nagykanizsa", "nagykanizsa"), ("Kaposvár", "kaposvar"),
    ("Pécs", "pecs"), ("Komló", "komlo"), ("Szekszárd", "szekszard"), ("Baja", "baja"),
    ("Gyöngyös", "gyongyos"), ("Hatvan", "hatvan"), ("Jászberény", "jaszbereny"),
    ("Karcag", "karcag"), ("Törökszentmiklós", "jasz_nagykun_szolnok_county"),
    ("Hajdúszoboszló", "hajduszoboszlo"), ("Orosháza", "oroshaza"),
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

/// Where somebody lives in Budapest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Home {
    /// Its second and third digit name the district.
    pub(crate) postal_code: String,
    /// Street, house, floor and door.
    pub(crate) street: String,
}

/// A home in a district of Budapest (1–23). Any other number leaves the district to chance.
pub(crate) fn home_in(rng: &mut impl Rng, district: u8) -> Home {
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
    let mut street = format!("{street} {house}.");
    if chance(rng, 70) {
        let floor = rng.random_range(1..=9);
        let door = rng.random_range(1..=24);
        let _ = write!(street, ", {floor}. em. {door}.");
    }
    Home {
        postal_code: format!("1{district:02}{last}"),
        street,
    }
}

#[cfg(test)]
mod tests {
    use super::{STREETS, home_in};
    use crate::demo::accounts::DISTRICTS;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn the_postcode_names_the_district() {
        assert_eq!(STREETS.len(), usize::from(DISTRICTS));
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        for district in 1..=DISTRICTS {
            let code = home_in(&mut rng, district).postal_code;
            assert!(
                code.starts_with(&format!("1{district:02}")) && code.len() == 4,
                "{code}"
            );
        }
    }

    #[test]
    fn any_other_number_is_some_district() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        for number in [0, 99] {
            let code = home_in(&mut rng, number).postal_code;
            assert!(("1011"..="1239").contains(&code.as_str()), "{code}");
        }
    }
}
