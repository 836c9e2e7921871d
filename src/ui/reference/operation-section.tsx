'use client'

import { Fragment, type ReactNode, useState } from 'react'
import { Badge } from '@/ui/components/badge'
import { CodeBlock } from '@/ui/components/code-block'
import { CopyButton } from '@/ui/components/copy-button'
import { LinkIcon } from '@/ui/components/icons/link-icon'
import { NativeSelect } from '@/ui/components/native-select'
import { Fold } from './fold'
import { MethodBadge } from './method-badge'
import { type Answer, type ApiDocument, curlOf, type Operation, type Parameter } from './open-api'
import { Prose } from './prose'
import { type SchemaRow, schemaRows, typeWord } from './schema-rows'
import { SchemaTable } from './schema-table'

type OperationSectionProps = { operation: Operation; document: ApiDocument; baseUrl: string }

/** Shows one endpoint: at the left what it takes and answers, at the right the command and example answers. */
export function OperationSection({ operation, document, baseUrl }: OperationSectionProps) {
  const { id, method, path, summary, description, takesKey, parameters, request, answers } = operation
  return (
    <article
      id={id}
      aria-labelledby={`${id}-title`}
      className="scroll-mt-16 py-7 not-first-of-type:border-t md:scroll-mt-6"
    >
      <div className="group/title flex items-center gap-1.5">
        <h3 id={`${id}-title`} className="text-lg font-semibold">
          {summary}
        </h3>
        <a
          href={`#${id}`}
          aria-label={`Link to ${summary}`}
          className="rounded-sm p-1 text-muted-foreground opacity-0 group-hover/title:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
        >
          <LinkIcon className="size-3.5" aria-hidden />
        </a>
      </div>
      <div className="mt-1.5 flex min-w-0 items-center gap-2">
        <MethodBadge method={method} />
        {path === null ? (
          <span className="text-sm text-muted-foreground">to your endpoint</span>
        ) : (
          <>
            <code className="min-w-0 font-mono text-sm wrap-anywhere">{breakable(path)}</code>
            <CopyButton value={`${baseUrl}${path}`} label={`Copy the address of ${summary}`} />
          </>
        )}
        {path !== null && !takesKey && <Badge>No key</Badge>}
      </div>

      <div className="mt-4 grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,25rem)]">
        <div className="grid min-w-0 grid-cols-1 content-start gap-6">
          <Prose text={description} className="max-w-prose" />
          <Parameters title="Path" parameters={parameters.filter((parameter) => parameter.in === 'path')} />
          <Parameters title="Query" parameters={parameters.filter((parameter) => parameter.in === 'query')} />
          <Parameters title="Headers" parameters={parameters.filter((parameter) => parameter.in === 'header')} />
          {request && (
            <Part title={path === null ? 'Payload' : 'Body'}>
              <SchemaTable rows={schemaRows(document, request.schema)} label={`Body of ${summary}`} />
            </Part>
          )}
          <Part title="Answers">
            <ul className="border-t">
              {answers.map((answer) => (
                <AnswerRow key={answer.status} answer={answer} document={document} of={summary} />
              ))}
            </ul>
          </Part>
        </div>
        <div className="grid min-w-0 content-start gap-4 self-start xl:sticky xl:top-6">
          {path === null ? (
            request && (
              <CodeBlock title="Payload" text={JSON.stringify(request.example, null, 2)} copyLabel="Copy the payload" />
            )
          ) : (
            <CodeBlock
              title="Request"
              aside={<span className="font-mono">curl</span>}
              text={curlOf(operation, baseUrl)}
              copyLabel={`Copy the command: ${summary}`}
            />
          )}
          <Examples answers={answers} of={summary} />
        </div>
      </div>
    </article>
  )
}

/** Lets a path break before each slash, and not within a word. */
function breakable(path: string): ReactNode {
  return path.split(/(?=\/)/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path stay where they are
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h4 className="mb-2 text-sm font-semibold">{title}</h4>
      {children}
    </section>
  )
}

function Parameters({ title, parameters }: { title: string; parameters: Parameter[] }) {
  if (parameters.length === 0) return null
  const inner = { components: {} }
  const rows = parameters.map(({ name, required = false, description = null, schema = {} }): SchemaRow => {
    const [row] = schemaRows(inner, { properties: { [name]: schema } })
    return { ...(row as SchemaRow), type: typeWord(inner, schema), required, description }
  })
  return (
    <Part title={title}>
      <SchemaTable rows={rows} label={title} />
    </Part>
  )
}

function AnswerRow({ answer, document, of }: { answer: Answer; document: ApiDocument; of: string }) {
  const { status, description, headers, schema } = answer
  const failed = isError(answer)
  const rows = schema && !failed ? schemaRows(document, schema) : []
  return (
    <li className="border-b py-2">
      <div className="flex gap-3">
        <span className="w-8 shrink-0 font-mono text-xs leading-5 font-medium">{status}</span>
        <Prose text={description} className="min-w-0 text-sm text-muted-foreground" />
      </div>
      {!failed && (rows.length > 0 || headers.length > 0) && (
        <div className="pl-11">
          <Fold
            summary={rows.length > 0 ? 'Fields and headers' : 'Headers'}
            label={`${rows.length > 0 ? 'Fields and headers' : 'Headers'} of ${status}, ${of}`}
          >
            <div className="mt-2 grid gap-2">
              {rows.length > 0 && <SchemaTable rows={rows} label={`Answer ${status} of ${of}`} />}
              <p className="text-xs text-muted-foreground">
                Headers: <span className="font-mono text-foreground">{headers.join(', ')}</span>
              </p>
            </div>
          </Fold>
        </div>
      )}
    </li>
  )
}

function isError({ status }: Answer): boolean {
  return Number(status) >= 400
}

/** Shows the examples of all answers, one at a time. */
function Examples({ answers, of }: { answers: readonly Answer[]; of: string }) {
  const all = answers
    // Successes come first. Among them the main status comes before its variants (202 before 200).
    .toSorted(
      (a, b) => Number(isError(a)) - Number(isError(b)) || (isError(a) ? 0 : Number(b.status) - Number(a.status)),
    )
    .flatMap(({ status, examples }) =>
      examples.map(({ name, text }) => ({ key: `${status} ${name ?? ''}`.trim(), text })),
    )
  const [chosen, setChosen] = useState(all[0]?.key)
  const shown = all.find(({ key }) => key === chosen)
  if (!shown) return null
  return (
    <div className="grid min-w-0 gap-2">
      {all.length > 1 && (
        <NativeSelect
          aria-label={`Answer to show, ${of}`}
          value={shown.key}
          options={all.map(({ key }) => ({ value: key, label: key }))}
          onChange={setChosen}
        />
      )}
      <CodeBlock title={`Answer ${shown.key}`} text={shown.text} copyLabel={`Copy the answer: ${of}`} />
    </div>
  )
}
