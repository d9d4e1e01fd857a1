use super::sounds;

fn alike(one: &str, other: &str) -> bool {
    let others = sounds(other);
    sounds(one).iter().any(|sound| others.contains(sound))
}

#[test]
fn spellings_of_one_name_sound_alike() {
    let names: &[&[&str]] = &[
        &[
            "Шевченко",
            "Shevchenko",
            "Chevtchenko",
            "Schewtschenko",
            "Sevcsenko",
            "Szevcsenko",
            "Szewczenko",
        ],
        &["Олена", "Olena", "Елена", "Elena", "Jelena"],
        &[
            "Юлія", "Yuliia", "Iuliia", "Julija", "Julia", "Ioulia", "Юлия",
        ],
        &[
            "Сергій",
            "Serhii",
            "Sergiy",
            "Sergey",
            "Szerhij",
            "Сергей",
            "Szergej",
            "Sergej",
        ],
        &["Зоряна", "Zoriana", "Zoryana", "Zorjana", "Zorjána"],
        &[
            "Григорій",
            "Hryhorii",
            "Grigory",
            "Григорий",
            "Hrihorij",
            "Grigoriy",
        ],
        &[
            "Олександр",
            "Oleksandr",
            "Alexander",
            "Aleksandr",
            "Alexandr",
            "Александр",
            "Sándor",
        ],
        &[
            "Ющенко",
            "Yushchenko",
            "Juschtschenko",
            "Juscsenko",
            "Iouchtchenko",
            "Iushchenko",
            "Yuschenko",
        ],
        &[
            "Щербак",
            "Shcherbak",
            "Chtcherbak",
            "Schtscherbak",
            "Scserbak",
            "Scherbak",
        ],
        &["Хоменко", "Khomenko", "Chomenko", "Homenko"],
        &["Цибулич", "Tsybulych", "Cybulycz", "Cybulyč"],
        &["Кабанецький", "Kabanetskyi", "Kabaneckyj", "Kabanecki"],
        &["Цвяхов", "Tsviakhov", "Cvjachov"],
        &["Цимбал", "Tsymbal", "Zymbal", "Cimbal", "Cymbal"],
        &["Жук", "Zhuk", "Jouk", "Schuk", "Zsuk"],
        &["Мельник", "Melnyk", "Mel'nyk", "Мельник", "Melnik"],
        &["Ганна", "Hanna", "Ganna", "Анна"],
        &["Kovács", "Kovach", "Ковач", "Kováč"],
        &["Szabó", "Sabo", "Сабо", "Szabo"],
        &["Nagy", "Nad'", "Надь"],
        &["Gyöngyi", "Djondi", "Дьонді"],
        &["Lőrincz", "Lörinc", "Lorinc", "Леринц"],
        &["Török", "Терек"],
        &["Szűcs", "Сюч"],
        &["Іванівна", "Ивановна", "Ivanivna", "Ivanovna"],
        &["Сергіївна", "Сергеевна", "Serhiivna"],
        &["Миколаївна", "Николаевна"],
        &["István", "Степан", "Stepan"],
    ];
    let mut missed = Vec::new();
    for name in names {
        for spelling in *name {
            if !alike(name[0], spelling) {
                missed.push(format!(
                    "{} {:?} {spelling} {:?}",
                    name[0],
                    sounds(name[0]),
                    sounds(spelling)
                ));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
