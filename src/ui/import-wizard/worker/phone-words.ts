/**
 * Labels that people write beside a number. A label only says where the phone is, so the number means the same without
 * it. Any word that is not listed may say that nobody is to be called, or that the phone is somebody else's.
 */
const LABELS = wordSet(`
  tel telephone phone ph mobile mob cell cellphone cellular mobilephone home work office business biz main direct line
  landline private personal desk number num nr nbr contact hp handphone whatsapp whats app wa wapp telegram viber signal
  iphone gsm
  telefon fon handy mobil mobiltelefon mobilnummer handynummer festnetz privat priv geschäftlich gesch dienstlich büro
  buero arbeit rufnummer nummer telefonnummer
  téléphone portable port fixe bureau domicile travail professionnel pro perso personnel numéro
  teléfono tfno tfn tlf tlfn móvil celular cel casa trabajo oficina fijo número particular
  telefone telemóvel telem trabalho escritório fixo comercial residencial
  telefono cellulare lavoro ufficio fisso abitazione numero
  telefoon mobiel mobiele thuis werk kantoor vast privé
  hem hjem arbete arbejde arbeid jobb kontor
  puhelin puh matkapuhelin kännykkä koti työ
  komórka komórkowy kom domowy służbowy praca biuro numer
  domů práce pevná číslo otthoni munkahelyi mobiltelefonszám acasă serviciu birou cep ev numara
  тел телефон моб мобильный сот сотовый раб рабочий дом домашний номер мобільний робочий домашній
  τηλ τηλέφωνο κινητό σταθερό οικία εργασία
  電話 電話番号 携帯 携帯電話 自宅 会社 勤務先 番号 手机 手機 电话 座机 固话 公司 号码
  전화 전화번호 휴대폰 핸드폰 집 회사 직장
  هاتف جوال موبايل محمول منزل عمل טלפון נייד בית עבודה
  โทร มือถือ điện thoại telepon telp ponsel rumah kantor nomor
`)

/**
 * Labels of one letter: phone, telephone, mobile, cell, home, work, office. F is not among them, since it means fax.
 */
const LETTER_LABELS = wordSet('p t m c h w o')

/** Matches the second word of `Ph No` or `Mob. No.`. Alone, "no" is an answer to a question. */
const NUMBER_WORDS = wordSet('no')

/** Words before an extension, as the phone rules know them. */
const EXTENSION_WORDS = wordSet('x ext extn extension int anexo доб')

/** Phrases, in any language and beside any other text, that say that somebody is not to be called. */
const NOT_TO_CALL = new RegExp(
  [
    // English
    String.raw`\b(?:do|please) ?not (?:call|contact|phone|ring|dial|disturb|telephone|solicit)`,
    String.raw`\b(?:don'?t|dont|never|not to be|no longer|stop|cease|no) (?:be )?(?:call|contact|phone|ring|dial|disturb)(?:s|ed|ing)?\b`,
    String.raw`\bno (?:sales |marketing |cold )?(?:calls?|marketing|contact|solicit\w*)\b`,
    String.raw`\b(?:do-not-call|remove me|take me off|opt(?:ed|s|ing)?[ -]?out|optout)\b|[([{:/-] ?dnc\b`,
    // German, Dutch, Scandinavian, Finnish
    String.raw`\bnicht (?:mehr )?(?:anrufen|kontaktieren|telefonieren|stoeren|storen)|\bkeine? (?:\w+ )?(?:anrufe?|werbung|kontakt)\b|\banrufverbot\b|\bwerbesperre\b`,
    String.raw`\bniet (?:meer )?(?:bellen|contacteren|storen)|\bbel[ -]me[ -]niet\b`,
    String.raw`\bring (?:inte|ej|ikke)\b|\b(?:inte|ej|ikke) ring|\bikke ringes\b|\balä soita|\bala soita\b|\bei saa soittaa\b`,
    // French, Spanish, Portuguese, Italian, Romanian
    String.raw`\bne (?:pas|plus|jamais) (?:\w+ )?(?:appeler|contacter|deranger|telephoner)|\bbloctel\b`,
    String.raw`\bno (?:\w+ ){0,2}(?:llamar|llames?|llamen|contactar|molestar|telefonear)`,
    String.raw`\bnao (?:\w+ )?(?:ligar|ligue|chamar|contatar|contactar|telefonar|perturbar?e?)`,
    String.raw`\bnon (?:\w+ )?(?:chiamare|contattare|disturbare|telefonare)|\bnu (?:\w+ )?(?:suna|sunati|contacta)`,
    // Polish, Czech, Slovak, Hungarian, Turkish, Indonesian, Vietnamese
    String.raw`\bnie (?:dzwon|kontaktowa)|\bnevola(?:t|jte)\b|\bne hivj|\barama(?:yin|yiniz)\b|\bjangan (?:di)?(?:telepon|telp|hubungi)|(?:khong|[dđ]ung) goi\b`,
    // Russian, Ukrainian, Greek, and scripts without blanks between words
    'не (?:звон|дзвон|телефон|беспокоить|турбувати)|μην? (?:καλ|τηλεφων)',
    '電話(?:しないで|禁止|不可|NG)|架電(?:禁止|不可|NG)|勿(?:打|拨|撥|致电|致電)|(?:谢绝|謝絕|拒绝|拒絕)(?:来电|來電)|전화 ?(?:금지|하지)|لا تتصل|ممنوع الاتصال|לא להתקשר|ห้ามโทร|อย่าโทร',
  ]
    .map((pattern) => pattern.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('|'),
  'iu',
)

/** Single words that say so too. They are not searched in names, where they may mean anything: Quick Stop, TPS Ltd. */
const NOT_TO_CALL_WORD = /\b(?:dncr?|ndnc|dnd|stop|unsubscribed?|c?tps|black ?list(?:ed)?)\b/

/** Matches characters that are rare in names. A name that says not to call has one of them, or two blanks. */
const MORE_THAN_A_NAME = /[([{:/*–-]|[\u0370-\u1dff\u2c00-\uffff]/
const MAY_SAY_SO =
  /(?<![a-z\u00c0-\u024f])(?:not?|never|nicht|keine?|ne|n[aã]o|non|niet|nie|nu|inte|ikke|jangan|don.?t|bel|remove|stop|opt\w*.?out)(?![a-z\u00c0-\u024f])|dnc|soit|anrufverbot|bloctel|nevola|arama|goi|не |μην? |[電架]|勿|[谢謝拒][绝絕]|전화|لا |ممنوع|לא |ห้าม|อย่า/i

/** The shortest such word has two letters, in scripts with many characters. */
const LETTERS = /\p{L}{2}/u
const WORD = /\p{L}[\p{L}\p{M}'’]*/gu
const FIRST_DIGIT = /\+?\(?\+?\d/
/** Matches text with nothing else between its words. A slash or `&` would join words that each mean something. */
const AROUND_LABELS = /^[\p{L}\p{M}\s.:,;()[\]#=-]*$/u
const QUOTED_LENGTH_MAX = 40

/** A text in two parts: the possible number, and the words beside it. `words` is null when they are only labels. */
export type WrittenNumber = { number: string; words: string | null }

/**
 * Finds words beside a number that say that nobody is to be called. Returns them as they are written; null without such
 * words.
 */
export function findDoNotCall(text: string): string | null {
  if (!LETTERS.test(text)) return null
  const plain = plainLetters(text)
  return NOT_TO_CALL.test(plain) || NOT_TO_CALL_WORD.test(plain) ? quoteWords(text) : null
}

/** Finds such words in a name, as in `Ada Ott - DO NOT CALL`. */
export function findDoNotCallInName(name: string): string | null {
  const blank = name.indexOf(' ')
  // Every name of a file is tested here. A pattern for two blanks would start at each of its letters.
  const isMore = (blank >= 0 && name.includes(' ', blank + 1)) || MORE_THAN_A_NAME.test(name)
  return isMore && MAY_SAY_SO.test(name) && NOT_TO_CALL.test(plainLetters(name)) ? quoteWords(name) : null
}

/**
 * Separates a number from the words around it. Only known labels are taken off. With any other word the text stays as
 * it is, and the words are returned.
 */
export function readWords(text: string): WrittenNumber {
  const words = text.match(WORD)
  if (!words) return { number: text, words: null }
  const start = FIRST_DIGIT.exec(text)?.index
  const end = text.search(/\d\D*$/)
  if (start === undefined || end < 0) return { number: text, words: quoteWords(text) }
  const [before, inside, after] = [text.slice(0, start), text.slice(start, end + 1), text.slice(end + 1)]
  // In `+1 212 555 0100 ext` the extension stands in the next column, or is missing.
  const known = isLabel(before) && isLabel(after) && hasOnlyExtension(inside)
  if (!known || isCounted(before, inside)) return { number: text, words: quoteWords(text) }
  // A bracket that is closed after the last digit belongs to the number: 020 (123).
  const closing = /^\)/.test(after) && inside.includes('(') && !inside.includes(')') ? ')' : ''
  return { number: `${inside}${closing}`, words: null }
}

function isLabel(side: string): boolean {
  if (!AROUND_LABELS.test(side)) return false
  const words = (side.match(WORD) ?? []).map(plainLetters)
  const [only] = words
  if (words.length === 1 && only !== undefined && LETTER_LABELS.has(only)) return true
  return words.every((word) => LABELS.has(word) || (words.length > 1 && NUMBER_WORDS.has(word)))
}

function hasOnlyExtension(inside: string): boolean {
  return (inside.match(WORD) ?? []).every((word) => EXTENSION_WORDS.has(plainLetters(word)))
}

/**
 * Says whether the first digit counts phones, as in `Mobile 2 0171 …`. The digits 0, 1, 7 and 8 do not count: they are
 * trunk prefixes or the codes +1 and +7.
 */
function isCounted(before: string, inside: string): boolean {
  return /\p{L}[\s.]*$/u.test(before) && /^[2-69][\s.):-]/.test(inside)
}

/** Returns the words of a text as a message quotes them. */
function quoteWords(text: string): string {
  const words = text
    .replace(/[^\p{L}\p{M}'’-]+/gu, ' ')
    .replace(/(?:^|\s)[-'’]+(?=\s|$)/g, ' ')
    .trim()
  return words.length > QUOTED_LENGTH_MAX ? `${words.slice(0, QUOTED_LENGTH_MAX).trimEnd()}…` : words
}

/** Returns the text in lower case and without accents, as people write labels in a hurry. */
function plainLetters(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").replace(/\s+/g, ' ').toLowerCase()
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/).map(plainLetters))
}
