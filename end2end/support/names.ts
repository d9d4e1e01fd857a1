import { randomInt } from "node:crypto";

const SYLLABLES = [
  ["Ба", "Ba"], ["Во", "Vo"], ["Ди", "Dy"], ["Жу", "Zhu"], ["Ка", "Ka"], ["Ле", "Le"], ["Ми", "My"],
  ["Но", "No"], ["Пу", "Pu"], ["Ри", "Ry"], ["Са", "Sa"], ["То", "To"], ["Фа", "Fa"], ["Че", "Che"],
  ["Ша", "Sha"], ["Зо", "Zo"],
] as const;

/** A family name that nobody else bears, in both scripts. */
export interface FamilyName {
  cyrillic: string;
  latin: string;
}

/** Draws a family name such as Бажуміно, romanised as Ukraine's passports do. */
export function familyName(): FamilyName {
  const drawn = Array.from({ length: 7 }, () => SYLLABLES[randomInt(SYLLABLES.length)]!);
  const join = (script: 0 | 1) => {
    const name = drawn.map((syllable) => syllable[script].toLowerCase()).join("");
    return name[0]!.toUpperCase() + name.slice(1);
  };
  return { cyrillic: `${join(0)}ко`, latin: `${join(1)}ko` };
}

/** A telephone number in Ukraine that nobody else has, as it is written and as it is kept. */
export function phone(): { written: string; kept: string } {
  const digits = String(randomInt(1_000_000, 9_999_999));
  const written = `+380 67 ${digits.slice(0, 3)} ${digits.slice(3)}`;
  return { written, kept: written.replaceAll(" ", "") };
}

/** A birth date that next to nobody else has. */
export function birthDate(): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${randomInt(1901, 1925)}-${two(randomInt(1, 13))}-${two(randomInt(1, 29))}`;
}
