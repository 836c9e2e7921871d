import { normalizeHeader } from './normalize-header'

// Each entry is a word or a phrase. An entry with `*` at its end is the beginning of a word. An entry with `*` at both
// ends is any part of a word: German and Dutch write compounds, and Chinese and Japanese write no blanks.

/** Words for people and places whose number or address is not the contact's own. */
const OTHER_PEOPLE = `
  emergenc* | ice | parent | parents | mother | mothers | father | fathers | mom | mum | dad | guardian* | caregiver* | carer |
  caretaker | spouse* | wife | husband | partner | partners | kin | nok | relative | relatives | sibling* | brother | sister |
  son | daughter | child | children | kid | kids | guarantor* | cosigner | co signer | rep | reps | representative* |
  salesperson | salesman | sales rep | agent | agents | broker | realtor | dealer | advisor | adviser | consultant |
  recruiter | manager | managers | supervisor* | boss | owner | owners | assignee | assigned | assistant* | secretary | doctor* | dr | gp |
  physician* | dentist | provider | providers | nurse | clinic | hospital | pharmacy | landlord* | tenant | lessor |
  referrer* | referrals | referral | referred | referee | reference | references | sponsor | witness | attorney | lawyer | solicitor | employer* |
  school | teacher | sender | support | hotline | helpline | switchboard | reception | our | caller | interviewer | driver | courier |
  company main | neighbour | neighbor | friend | accountant | insurer | insurance | bank | vendor | supplier |
  *notfall* | *notruf* | *eltern* | mutter* | vater | *erziehungsberecht* | *vormund* | *ehepartner* | ehemann* | ehefrau* |
  lebenspartner* | *angehorig* | verwandt* | kind | kinder | geschwister | burge | burgen | *vertreter* | *vertrieb* |
  *makler* | *berater* | *betreuer* | vorgesetzt* | *leiter | *leitung | *arzt* | *arztin* | praxis* | *vermieter* |
  empfehl* | empfohlen* | *anwalt* | *arbeitgeber* | *sekretariat* | *assistent* | ansprechpartner vertrieb | *zustandig* | *sachbearbeiter* |
  urgence* | mere | pere | tuteur | tutrice | conjoint* | epoux | epouse | mari | proche* | parrain* | garant* | caution |
  commercial | conseill* | courtier | responsable* | gerant* | medecin* | bailleur | proprietaire* | employeur | avocat* |
  emergencia* | urgencia* | madre | padre | padres | tutor | conyuge | esposo | esposa | marido | pariente* | familiar |
  fiador* | aval | avalista | representante* | vendedor* | asesor* | agente | corredor | gerente | jefe | supervisor |
  medico* | casero | arrendador* | propietario | referido | recomendado* | abogado | empleador |
  emergenza | urgenza | genitore | genitori | coniuge | moglie | marito | parente | garante | rappresentante | venditore |
  consulente | capo | medico | locatore | proprietario | avvocato | datore |
  *noodgeval* | *nood* | moeder | ouder | ouders | voogd | echtgeno* | borg | *vertegenwoordiger* | *makelaar* | adviseur |
  leidinggevende | huisarts | dokter | verhuurder | werkgever | advocaat |
  mae | pai | conjuge | parente | fiadora | patrao | chefe | senhorio | empregador | advogado |
  *緊急* | *紧急* | *保護者* | *配偶者* | *配偶* | *家族* | *父母* | *家长* | *担当* | *保証人* | *担保人* | *医生* | *房东* | *上司* | *経理* | *经理* |
  экстренн* | родител* | мать | отец | супруг* | муж | жена | родственник* | поручител* | менеджер* | агент* | врач* | начальник*`

/** Words for numbers that nobody answers, or that are no longer right. */
const OTHER_NUMBERS = `
  fax | faxes | telefax | *telefax* | *faxnummer | faxnr | telecopie* | pager | old | older | wrong | previous* | prior | former* | past | outdated |
  invalid | incorrect | bad | dead | disconnected | inactive | unused | expired | duplicate | blocked | blacklist* | deleted |
  dnc | do not call | donotcall | do not contact | never | original | raw |
  alt | alte | alter | altes | *fruher* | vorherig* | ehemalig* | falsch* | ungultig* | gesperrt* | ancien* | precedent* | faux | errone* |
  invalide | antiguo | antigua | anterior* | viejo | vieja | equivocad* | erroneo | vecchi* | precedente | sbagliat* | errat* |
  oud | oude | vorig* | fout | foutief | antigo | antiga | errado | fax2 | факс* | стар* | *传真* | *傳真* | *ファックス* | *ファクス* | *旧*`

/** Words for numbers that are not phone numbers, and for other things written in digits. */
const IDENTIFIERS = `
  id | ids | identifier | uid | uuid | guid | key | hash | order* | invoice* | account | acct | acc | policy | case | ticket | ref |
  ref* | record | row | index | line | sku | ean | gtin | upc | isbn | serial* | imei | imsi | iccid | vin | plate | iban | bic | swift |
  routing | card | tax | taxid | vat | tin | ein | ssn | sin | nin | social security | national insurance | npi | dea | mrn | duns | apn | mls |
  ndc | licen* | passport | permit | zip | zip4 | zipcode | postal | postcode | post code | eircode | pin | pincode | lat | latitude | lon |
  long | lng | longitude | coordinate* | geo* | gps | date | dates | time | timestamp | datetime | day | month | year | created | updated | modified | changed |
  registered | joined | birth* | dob | amount | price | total | balance | revenue | income | salary | sum | cost | score | quantity | qty |
  size | population | version | code | codes | barcode | tracking* | shipment | delivery | member* | membership | employee | student | badge | claim | chart | parcel |
  customer | customers | client | contract* | project | product* | item | store | branch | campaign | lead | session | ip | mac | device | login | user | username |
  *bestell* | *auftrag* | *rechnung* | *kunden* | kdnr | *konto* | *vertrag* | *beleg* | *vorgang* | *steuer* | ust* | *ausweis* |
  *versicherung* | plz | *postleit* | *datum* | *geburt* | angelegt | erstellt | geandert | *betrag* | preis | saldo | umsatz | *personal* | *artikel* |
  commande | facture | compte | contrat | dossier | siret | siren | tva | secu | postal | cp | date* | naissance | montant | prix | solde |
  pedido | factura | cuenta | contrato | expediente | nif | dni | nie | cif | rfc | curp | fecha* | nacimiento | importe | precio | codigo* |
  ordine | fattura | conto | contratto | pratica | partita iva | codice* | cap | data | nascita | importo | prezzo |
  bestelling | factuur | rekening | klant* | bsn | kvk | btw | *datum | bedrag | prijs |
  encomenda | fatura | conta | cpf | cnpj | nif | cep | nascimento | valor | preco |
  *订单* | *注文* | *邮编* | *郵便* | *编号* | *日期* | *日付* | *日 | инн | снилс | заказ* | счет* | индекс | дата* | код`

/** Words for times of something other than a call. */
const OTHER_TIMES = `
  expir* | expiry | renew* | birth* | birthday | dob | due | meeting* | appointment* | event* | start* | begin* | end | ends | ended | ending | created | updated |
  modified | changed | added | imported | signup | signed | joined | registered | registration | last | closed | close | closing | opened | sent | received | paid | payment |
  invoice | order* | delivery | shipped | shipping | arrival | departure | check in | checkin | check out | checkout | checked | visit* | trial | contract | plan | plans |
  subscription | subscribed | cancel* | deadline | until | valid* | anniversary | hired | purchase* | booking | booked | reservation | interview | demo | webinar | review |
  install* | deliver* | pickup | pick up | service | completed | done | finished | answered | called | past | previous |
  *ablauf* | *fallig* | *geburt* | *termin* | *besprechung* | *beginn* | *ende | *erstellt* | *angelegt* | *geandert* | *letzte* | *verlanger* | *kundig* |
  *lieferung* | *bestellung* | *rechnung* | gultig* | echeance* | expiration | naissance | reunion | rendez vous | rdv | debut | fin | cree | creation | derniere* | renouvellement |
  vencimiento | caducidad | nacimiento | reunion | cita | inicio | creado | ultima | ultimo | renovacion | scadenza | nascita | riunione | appuntamento | inizio | fine | creato |
  vervaldatum | geboorte* | vergadering | afspraak | begin | einde | vencimento | nascimento | reuniao | consulta | *期限* | *誕生* | *生日* | *予約* | *会議* | *会议*`

const matcher = (entries: string): ((header: string) => boolean) => {
  const [words, starts, parts, phrases]: [Set<string>, string[], string[], string[]] = [new Set(), [], [], []]
  for (const entry of entries.split('|').map((text) => text.trim())) {
    const plain = normalizeHeader(entry)
    if (entry.startsWith('*')) parts.push(plain + (entry.endsWith('*') ? '' : ' '))
    else if (entry.endsWith('*')) starts.push(` ${plain}`)
    else if (plain.includes(' ')) phrases.push(` ${plain} `)
    else words.add(plain)
  }
  return (header) => {
    const padded = ` ${header} `
    return (
      header.split(' ').some((word) => words.has(word)) ||
      starts.some((start) => padded.includes(start)) ||
      parts.some((part) => padded.includes(part)) ||
      phrases.some((phrase) => padded.includes(phrase))
    )
  }
}

/** Says whether a normalized header means somebody other than the contact: a parent, an agent, a doctor and so on. */
export const isOfOtherPeople = matcher(OTHER_PEOPLE)

/** Says whether a normalized header means a fax, or a number that is no longer right. */
export const isOtherNumber = matcher(OTHER_NUMBERS)

/** Says whether a normalized header means an order number, an id, a postcode, a date and the like. */
export const isIdentifier = matcher(IDENTIFIERS)

/** Says whether a normalized header means the time of an expiry, a meeting, a birthday and the like. */
export const isOtherTime = matcher(OTHER_TIMES)
