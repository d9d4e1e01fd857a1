import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The languages of the interface. */
export const LANGUAGES = ["hu", "uk", "en"] as const;

/** One of them. */
export type Language = (typeof LANGUAGES)[number];

/** What the switch calls each language. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  hu: "Magyar",
  uk: "Українська",
  en: "English",
};

const FEATURES = ["audit", "cases", "errors", "forms", "notifications", "search", "shell", "transitions", "users", "workflow"] as const;

type Feature = (typeof FEATURES)[number];

function read(language: Language, feature: Feature): Record<string, string> {
  const file = new URL(`../../locales/${language}/${feature}.json`, import.meta.url);
  return JSON.parse(readFileSync(fileURLToPath(file), "utf8")) as Record<string, string>;
}

const TEXTS = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    Object.fromEntries(FEATURES.map((feature) => [feature, read(language, feature)])),
  ]),
) as Record<Language, Record<Feature, Record<string, string>>>;

/** `say("en", "forms.save")`: a text of the interface, with its placeholders filled. */
export function say(
  language: Language,
  key: `${Feature}.${string}`,
  values: Record<string, string | number> = {},
): string {
  const [feature, name] = key.split(".") as [Feature, string];
  const text = TEXTS[language][feature][name];
  if (text === undefined) {
    throw new Error(`there is no text ${key} in ${language}`);
  }
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, value: string) => String(values[value]));
}

/** Every text of the interface that stands for itself: without placeholders. */
function plainTexts(language: Language): Set<string> {
  const all = Object.values(TEXTS[language]).flatMap((texts) => Object.values(texts));
  return new Set(all.filter((text) => !text.includes("{{")));
}

/** Every text that another language has, and this one has not. */
export function foreignTexts(language: Language): Set<string> {
  const own = plainTexts(language);
  const others = LANGUAGES.filter((other) => other !== language);
  return new Set(
    others.flatMap((other) => [...plainTexts(other)]).filter((text) => !own.has(text)),
  );
}

/** Words of the forms and of longer texts, which show at once that a page speaks one language. */
const PROBES: Record<Language, string[]> = {
  hu: [
    "Családi név", "Utónév", "Születési", "Állampolgárság", "Személyazonosság", "Kapcsolattartás",
    "Érkezés", "Telefonszám", "nem kötelező", "például", "Eredeti írással", "Mentés", "Mégse",
    "Keresés", "Felelős", "Esetfelelős", "Ügyfélszolgálati", "eset", "űrlap", "személy", "Bemutató",
    "Családsegítő", "válasz", "Nyilvántartásba", "Menedékes", "Hiányzik",
  ],
  uk: [
    "Прізвище", "По батькові", "Дата народження", "Громадянство", "Особа", "Зв’язок", "Прибуття",
    "Номер телефону", "необов’язково", "наприклад", "Мовою оригіналу", "Зберегти", "Скасувати",
    "Шукати", "Пошук", "Відповідальна", "працівник", "справа", "справи", "Демонстрація", "відповідь",
    "Зареєструвати", "Тимчасовий захист", "Немає", "Вийти", "Команда",
  ],
  en: [
    "Family name", "Given name", "Date of birth", "Citizenship", "Identity", "Contact", "Arrival",
    "Phone number", "optional", "for example", "In its own script", "Save", "Cancel", "Search",
    "Owner", "Caseworker", "Help-desk", "case", "cases", "Demonstration", "answer", "Register",
    "Temporary protection", "missing", "Sign out", "Team", "person",
  ],
};

/** The probe words that do not belong on a page in this language. */
export function foreignProbes(language: Language): string[] {
  return LANGUAGES.filter((other) => other !== language).flatMap((other) => PROBES[other]);
}
