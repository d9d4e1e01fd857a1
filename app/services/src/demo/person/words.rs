//! Short free text, in the two languages that it is written in.

use crate::demo::draw::pick;
use rand::Rng;

/// The language of free text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Hungarian,
    Ukrainian,
}

/// The same kind of text in both languages.
pub(super) struct Words {
    hungarian: &'static [&'static str],
    ukrainian: &'static [&'static str],
}

impl Words {
    pub(super) fn pick(&self, rng: &mut impl Rng, tongue: Tongue) -> &'static str {
        match tongue {
            Tongue::Hungarian => pick(rng, self.hungarian),
            Tongue::Ukrainian => pick(rng, self.ukrainian),
        }
    }
}

pub(super) const OTHER_CITIZENSHIPS: Words = Words {
    hungarian: &["román", "szerb", "szlovák", "moldovai"],
    ukrainian: &[
        "Молдова",
        "Білорусь",
        "Грузія",
        "Вірменія",
        "Азербайджан",
        "Польща",
        "Румунія",
    ],
};

pub(super) const OTHER_LANGUAGES: Words = Words {
    hungarian: &["magyar jelnyelv", "román", "szlovák"],
    ukrainian: &[
        "українська жестова мова",
        "кримськотатарська",
        "болгарська",
        "гагаузька",
        "румунська",
        "польська",
        "вірменська",
    ],
};

pub(super) const HOW_TO_CONTACT: Words = Words {
    hungarian: &[
        "Kérjük, inkább üzenetet írjanak.",
        "Csak 18 óra után hívható.",
        "Napközben nem tud telefonálni, üzenetre válaszol.",
        "Személyesen szeretne egyeztetni.",
        "Előbb üzenetben egyeztessünk időpontot.",
    ],
    ukrainian: &[
        "Просить писати, а не дзвонити.",
        "Дзвонити лише після 18:00.",
        "Удень не може розмовляти, відповідає на повідомлення.",
        "Краще домовлятися особисто.",
        "Спочатку написати й домовитися про час.",
    ],
};

pub(super) const HOW_TO_TALK: Words = Words {
    hungarian: &[
        "Négyszemközti beszélgetést kér.",
        "Kéri, hogy női ügyintéző beszéljen vele.",
        "Kéri, hogy mindig ugyanaz az ügyintéző keresse.",
    ],
    ukrainian: &[
        "Просить розмову без третіх осіб.",
        "Просить, щоб розмову вела жінка.",
        "Просить, щоб завжди телефонував той самий працівник.",
    ],
};

pub(super) const WITH_A_CHILD: Words = Words {
    hungarian: &[
        "édesanyja",
        "szülei",
        "édesanyja és nagymamája",
        "nagymamája",
        "nagynénje",
        "édesapja",
        "felnőtt nővére",
    ],
    ukrainian: &[
        "мама",
        "мама і тато",
        "мама і бабуся",
        "бабуся",
        "тітка",
        "тато",
        "доросла сестра",
    ],
};

pub(super) const WITH_A_WOMAN: Words = Words {
    hungarian: &[
        "édesanyja",
        "szülei",
        "testvére",
        "anyósa",
        "barátnője",
        "férje",
        "unokatestvére",
        "szomszédasszonya",
    ],
    ukrainian: &[
        "мати",
        "батьки",
        "сестра",
        "свекруха",
        "подруга",
        "чоловік",
        "двоюрідна сестра",
        "сусідка",
    ],
};

pub(super) const WITH_A_MAN: Words = Words {
    hungarian: &["felesége", "édesanyja", "szülei", "testvére", "barátja"],
    ukrainian: &["дружина", "мати", "батьки", "брат", "сестра", "друг"],
};

pub(super) const WITH_THE_ELDERLY: Words = Words {
    hungarian: &[
        "lánya",
        "fia",
        "lánya és veje",
        "felnőtt unokája",
        "testvére",
        "szomszédai",
    ],
    ukrainian: &[
        "донька",
        "син",
        "донька і зять",
        "доросла онука",
        "невістка",
        "сусіди",
    ],
};
