import { describe, expect, it } from 'vitest'
import type { Encoding } from './file-format'
import { guessEncoding } from './guess-encoding'

/** Encodes a text. It finds the bytes of each character by decoding every single byte and every pair of bytes. */
function encodeAs(text: string, encoding: Encoding): Uint8Array {
  const bytesOf = new Map<string, number[]>()
  const decoder = new TextDecoder(encoding)
  const note = (...bytes: number[]) => {
    const character = decoder.decode(Uint8Array.from(bytes))
    if ([...character].length === 1 && character !== '\uFFFD' && !bytesOf.has(character)) bytesOf.set(character, bytes)
  }
  for (let byte = 0; byte < 256; byte++) note(byte)
  if (/^(?:shift_jis|euc-jp|euc-kr|gb|big5)/.test(encoding)) {
    for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) note(lead, trail)
  }
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const bytes = bytesOf.get(character)
      if (!bytes) throw new Error(`${encoding} has no ${character}.`)
      return bytes
    }),
  )
}

const list = (...names: string[]) => `Name;Phone\r\n${names.map((name, n) => `${name};+4915112345${n}\r\n`).join('')}`

const TEXTS: [string, Encoding[], string][] = [
  ['German', ['windows-1252', 'macintosh'], list('Jürgen Müller', 'Käthe Groß', 'Özlem Weiß')],
  ['one German name', ['windows-1252'], list('Ada', 'Müller', 'Bo')],
  ['French', ['windows-1252', 'macintosh'], list('Hélène Lefèvre', 'François Noël', 'Zoë Bouf', 'Désirée Lhôte')],
  ['Spanish', ['windows-1252', 'macintosh'], list('José Núñez', 'María Peña', 'Íñigo Gutiérrez')],
  ['Portuguese', ['windows-1252', 'macintosh'], list('João Simões', 'Conceição Araújo', 'Inês Gonçalves')],
  ['Danish', ['windows-1252'], list('Søren Ærø', 'Åse Bjørn', 'Jørgen Kjær')],
  ['one Danish name', ['windows-1252'], list('Bjørn', 'Ada', 'Bo')],
  ['Swedish', ['windows-1252', 'macintosh'], list('Åke Öberg', 'Märta Sjöström')],
  ['Icelandic', ['windows-1252'], list('Guðrún Þórsdóttir', 'Sigurður Ásgeirsson', 'Ragnheiður Ýr')],
  ['names of many countries', ['windows-1252'], list('José Núñez', 'Jürgen Groß', 'Søren Ærø', 'François', 'João')],
  ['Czech', ['windows-1250', 'iso-8859-2'], list('Žofie Řehořová', 'Jiří Dvořák', 'Lukáš Černý')],
  ['Czech and Polish', ['windows-1250'], list('Žofie Řehořová', 'Łukasz Wójcik')],
  ['Polish', ['windows-1250'], list('Łukasz Wałęsa', 'Małgorzata Żak', 'Bogusław Dąbrowski')],
  ['Hungarian', ['windows-1250'], list('Erdős Pál', 'Szűcs Győző', 'Kőszegi Ágnes', 'Tóth Ödön')],
  ['Romanian', ['windows-1250'], list('Ştefan Ţăran', 'Ioniţă Brânză', 'Măgureanu')],
  ['Croatian', ['windows-1250'], list('Luka Modrić', 'Đurđa Kovačević', 'Željko Šarić')],
  [
    'Russian',
    ['windows-1251', 'koi8-r', 'ibm866', 'x-mac-cyrillic'],
    list('Иван Петров', 'Екатерина Смирнова', 'Юлия Щербакова'),
  ],
  ['Russian capitals', ['windows-1251', 'koi8-r'], list('ИВАН ПЕТРОВ', 'ЕКАТЕРИНА СМИРНОВА', 'ОЛЕГ СОРОКИН')],
  ['Ukrainian', ['windows-1251'], list('Олександр Шевченко', 'Наталія Їжакевич', 'Євген Коваль')],
  ['Bulgarian', ['windows-1251'], list('Георги Димитров', 'Мария Иванова')],
  ['Greek', ['windows-1253'], list('Γιώργος Παπαδόπουλος', 'Μαρία Αντωνίου', 'Ελένη Κώστα')],
  ['Turkish', ['windows-1254'], list('Ayşe Yılmaz', 'Çağlar Öztürk', 'İbrahim Şahin', 'Güneş Doğan')],
  ['Hebrew', ['windows-1255'], list('דוד כהן', 'שרה לוי')],
  ['Arabic', ['windows-1256'], list('محمد الأحمد', 'فاطمة علي', 'يوسف حسن')],
  ['Lithuanian', ['windows-1257'], list('Jūratė Žukauskienė', 'Šarūnas Pūkas', 'Rūta Čiurlionytė')],
  ['Latvian', ['windows-1257'], list('Jānis Bērziņš', 'Līga Kļaviņa', 'Ģirts Ķēniņš')],
  ['Thai', ['windows-874'], list('สมชาย ใจดี', 'สมหญิง รักไทย')],
  [
    'Japanese',
    ['shift_jis', 'euc-jp'],
    '氏名,電話番号,メール\r\n山田 太郎,090-1234-5678,a@b.c\r\n鈴木 花子,080-1,x\r\n',
  ],
  ['Japanese in katakana', ['shift_jis', 'euc-jp'], '名前,カナ\r\n佐藤,サトウ ハナコ\r\n高橋,タカハシ\r\n'],
  ['Chinese', ['gb18030'], '姓名,电话\r\n王小明,13800138000\r\n李晓华,13900139000\r\n张伟国,1\r\n陈静,2\r\n'],
  ['Chinese of Taiwan', ['big5'], '姓名,電話\r\n陳怡君,0912345678\r\n林志明,0987654321\r\n黃淑芬,1\r\n'],
  ['Korean', ['euc-kr'], '이름,전화번호\r\n김민수,010-1234-5678\r\n이영희,010-9876-5432\r\n박지훈,1\r\n'],
]

describe('guessEncoding', () => {
  it.each(TEXTS.flatMap(([name, encodings, text]) => encodings.map((encoding) => ({ name, encoding, text }))))(
    'tells $name in $encoding',
    ({ encoding, text }) => {
      const bytes = encodeAs(text, encoding)
      const guess = guessEncoding(bytes)
      // Only the text must be right: Windows-1250 and ISO-8859-2 write most of a list alike.
      expect(new TextDecoder(guess.encoding).decode(bytes)).toBe(text)
      expect(guess.doubtful).toBe(false)
      // A longer list that is cut within a character.
      const long = encodeAs(text.repeat(20), encoding)
      expect(guessEncoding(long.subarray(0, -3)).encoding).toBe(guess.encoding)
    },
  )

  it('says so when no encoding fits', () => {
    const bytes = Uint8Array.from('Name;Phone\na\x81\xb7b;1\nc\x8d\x9dd;2\ne\x90\xd7f;3\n', (c) => c.charCodeAt(0))
    expect(guessEncoding(bytes)).toEqual({ encoding: 'windows-1252', doubtful: true })
  })
})
