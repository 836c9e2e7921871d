import { Field } from '@/ui/components/field'
import { formatNumber } from '@/ui/components/format-number'
import { Select, SelectContent, SelectGroup, SelectItem, SelectLabel, SelectTrigger } from '@/ui/components/select'
import type { FileOpener } from '@/ui/import-wizard/use-file-opener'
import {
  DELIMITER_NAMES,
  DELIMITERS,
  ENCODING_REGIONS,
  type Encoding,
  type FileFormat,
  type HiddenCells,
  type WorkbookFormat,
} from '@/ui/import-wizard/worker/file-format'
import type { FilePreview } from '@/ui/import-wizard/worker/messages'

const NO_HEADER = 'none'
const HEADING_LENGTH_MAX = 40

/** Shows how the file was read. A change reads the file again. */
export function FormatFields({ preview, opener }: { preview: FilePreview; opener: FileOpener }) {
  const { format, headerRecord, head } = preview
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-3 lg:grid-cols-4">
      {'sheets' in format ? (
        <SheetFields format={format} opener={opener} />
      ) : (
        <TextFields format={format} opener={opener} />
      )}
      <Field label="Header row">
        <Choice
          value={headerRecord === null ? NO_HEADER : String(headerRecord)}
          options={[
            ...head.map(({ recordNumber, cells }, index) => ({
              value: String(index),
              label: `Row ${recordNumber}: ${cells.filter(Boolean).join(', ').slice(0, HEADING_LENGTH_MAX)}`,
            })),
            { value: NO_HEADER, label: 'The file has none' },
          ]}
          onChange={(value) => opener.setHeader(value === NO_HEADER ? null : Number(value))}
        />
      </Field>
    </div>
  )
}

function SheetFields({ format, opener }: { format: WorkbookFormat; opener: FileOpener }) {
  return (
    <>
      <Field label="Sheet">
        <Choice
          value={String(format.sheet)}
          options={format.sheets.map(({ name, hidden }, index) => ({
            value: String(index),
            label: hidden ? `${name} (hidden)` : name,
          }))}
          // Settings for hidden cells belong to one sheet, so another sheet starts without them.
          onChange={(value) =>
            opener.reformat({ sheet: Number(value), includeHiddenRows: false, includeHiddenColumns: false })
          }
        />
      </Field>
      <HiddenField
        label="Hidden rows"
        hidden={format.hiddenRows}
        onChange={(includeHiddenRows) => opener.reformat({ sheet: format.sheet, includeHiddenRows })}
      />
      <HiddenField
        label="Hidden columns"
        hidden={format.hiddenColumns}
        onChange={(includeHiddenColumns) => opener.reformat({ sheet: format.sheet, includeHiddenColumns })}
      />
    </>
  )
}

type HiddenFieldProps = { label: string; hidden: HiddenCells; onChange: (included: boolean) => void }

function HiddenField({ label, hidden, onChange }: HiddenFieldProps) {
  if (hidden.count === 0) return null
  return (
    <Field label={label}>
      <Choice
        value={hidden.included ? 'include' : 'leave out'}
        options={[
          { value: 'leave out', label: `Leave ${formatNumber(hidden.count)} out` },
          { value: 'include', label: `Take ${formatNumber(hidden.count)} in` },
        ]}
        onChange={(value) => onChange(value === 'include')}
      />
    </Field>
  )
}

function TextFields({ format, opener }: { format: FileFormat; opener: FileOpener }) {
  return (
    <>
      <Field label="Encoding">
        <EncodingChoice value={format.encoding} onChange={(encoding) => opener.reformat({ encoding })} />
      </Field>
      <Field label="Delimiter">
        <Choice
          value={format.delimiter}
          options={DELIMITERS.map((delimiter) => ({ value: delimiter, label: DELIMITER_NAMES[delimiter] }))}
          onChange={(delimiter) => opener.reformat({ delimiter })}
        />
      </Field>
      <Field label="Quotation marks">
        <Choice
          value={format.quoted ? 'quoted' : 'plain'}
          options={[
            { value: 'quoted', label: 'Enclose cells' },
            { value: 'plain', label: 'Ordinary characters' },
          ]}
          onChange={(value) => opener.reformat({ quoted: value === 'quoted' })}
        />
      </Field>
    </>
  )
}

type EncodingChoiceProps = { value: Encoding; onChange: (encoding: Encoding) => void; id?: string }

/** Lists encodings by the region that uses them, since hardly anybody knows the code page of their country. */
function EncodingChoice({ value, onChange, ...trigger }: EncodingChoiceProps) {
  return (
    <Select value={value} onValueChange={(next) => onChange(next as Encoding)}>
      <SelectTrigger {...trigger} />
      <SelectContent>
        {ENCODING_REGIONS.map(({ region, encodings }) => (
          <SelectGroup key={region}>
            <SelectLabel>{region}</SelectLabel>
            {encodings.map(({ value: encoding, label }) => (
              <SelectItem key={encoding} value={encoding}>
                {label}
              </SelectItem>
            ))}
          </SelectGroup>
        ))}
      </SelectContent>
    </Select>
  )
}

type ChoiceProps<Value extends string> = {
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  /** Set by the Field around the select. */
  id?: string
}

function Choice<Value extends string>({ value, options, onChange, ...trigger }: ChoiceProps<Value>) {
  return (
    <Select value={value} onValueChange={(next) => onChange(next as Value)}>
      <SelectTrigger {...trigger} />
      <SelectContent>
        {options.map((option) => (
          <SelectItem key={option.value} value={option.value}>
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
