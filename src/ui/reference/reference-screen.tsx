'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { Button } from '@/ui/components/button'
import { classNames } from '@/ui/components/class-names'
import { CopyButton } from '@/ui/components/copy-button'
import { EmptyState } from '@/ui/components/empty-state'
import { count } from '@/ui/components/format-number'
import { Download } from '@/ui/components/icons/download'
import { Search } from '@/ui/components/icons/search'
import { Input } from '@/ui/components/input'
import { PageHeader } from '@/ui/components/page-header'
import { CHANGES_ID, ChangesSection } from './changes-section'
import { type ApiDocument, matchesSearch, type OperationGroup, operationGroups } from './open-api'
import { OperationSection } from './operation-section'
import { Prose } from './prose'
import type { Release } from './read-changes'

const DOCUMENT_PATH = '/openapi.json'

type ReferenceScreenProps = { document: ApiDocument; releases: readonly Release[] }

/** Shows the public API as its OpenAPI document describes it, and what has changed. */
export function ReferenceScreen({ document, releases }: ReferenceScreenProps) {
  const [search, setSearch] = useQueryState('q', parseAsString.withDefault(''))
  const baseUrl = document.servers[0]?.url ?? ''
  const all = useMemo(() => operationGroups(document), [document])
  const groups = useMemo(
    () =>
      all
        .map((group) => ({
          ...group,
          operations: group.operations.filter((operation) => matchesSearch(operation, search.trim())),
        }))
        .filter(({ operations }) => operations.length > 0),
    [all, search],
  )
  const found = groups.reduce((sum, { operations }) => sum + operations.length, 0)
  return (
    <>
      <PageHeader
        title="API reference"
        facts={
          <>
            <span className="flex min-w-0 items-center gap-0.5">
              <span className="truncate font-mono text-xs text-foreground">{baseUrl}</span>
              <CopyButton value={baseUrl} label="Copy the base address" />
            </span>
            <span>
              Key in <code className="font-mono text-xs">x-api-key</code>
            </span>
          </>
        }
        actions={
          <Button asChild>
            <a href={`${pathOf(baseUrl)}${DOCUMENT_PATH}`} download="rollcall-openapi.json">
              <Download aria-hidden />
              OpenAPI document
            </a>
          </Button>
        }
      />
      <Prose text={document.info.description} className="max-w-prose text-muted-foreground" />
      <div className="mt-6 grid gap-x-10 lg:grid-cols-[12.5rem_minmax(0,1fr)]">
        <div className="lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:self-start lg:overflow-y-auto lg:pb-6">
          <search className="relative mb-4 block p-0.5">
            <Search className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground" aria-hidden />
            <Input
              type="search"
              aria-label="Search the endpoints"
              placeholder="Search"
              className="pl-8.5"
              value={search}
              onChange={(event) => setSearch(event.target.value || null)}
            />
            <p className="sr-only" role="status">
              {search ? `${count(found, 'endpoint')} found` : ''}
            </p>
          </search>
          <Contents groups={groups} withChanges={search === ''} className="max-lg:hidden" />
          <details className="mb-6 lg:hidden">
            <summary className="w-fit rounded-sm py-2 text-link">All endpoints</summary>
            <Contents groups={groups} withChanges={search === ''} className="mt-2" />
          </details>
        </div>
        <div className="min-w-0">
          {groups.length === 0 && (
            <EmptyState
              title="No endpoint matches"
              action={<Button onClick={() => setSearch(null)}>Show all endpoints</Button>}
            >
              The search looks at methods, paths, titles and descriptions.
            </EmptyState>
          )}
          {groups.map((group) => (
            <section key={group.name} aria-labelledby={anchorOf(group)} className="not-first:border-t not-first:pt-8">
              <h2 id={anchorOf(group)} className="scroll-mt-16 text-xl font-semibold tracking-[-0.01em] md:scroll-mt-6">
                {group.name}
              </h2>
              <p className="mt-1 text-muted-foreground">{group.description}</p>
              {group.operations.map((operation) => (
                <OperationSection key={operation.id} operation={operation} document={document} baseUrl={baseUrl} />
              ))}
            </section>
          ))}
          {search === '' && <ChangesSection releases={releases} />}
        </div>
      </div>
    </>
  )
}

function anchorOf({ name }: OperationGroup): string {
  return `group-${name.toLowerCase()}`
}

type ContentsProps = { groups: readonly OperationGroup[]; withChanges: boolean; className: string }

function Contents({ groups, withChanges, className }: ContentsProps) {
  return (
    <nav aria-label="Endpoints" className={classNames('mb-8 grid gap-4', className)}>
      {groups.map((group) => (
        <div key={group.name}>
          <a href={`#${anchorOf(group)}`} className="block rounded-sm text-xs font-medium text-muted-foreground">
            {group.name}
          </a>
          <ul className="mt-1">
            {group.operations.map(({ id, method, summary }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="flex items-start gap-2 rounded-md py-1 text-sm text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2"
                >
                  <span className="w-8 shrink-0 font-mono text-[10px] leading-4">{method}</span>
                  <span className="leading-4">{summary}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {withChanges && (
        <a href={`#${CHANGES_ID}`} className="block rounded-sm text-xs font-medium text-muted-foreground">
          Changes
        </a>
      )}
    </nav>
  )
}

/**
 * Returns the path of the base URL. The console may be opened at another origin than the documented one, and its links
 * must stay on its own origin.
 */
function pathOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).pathname : baseUrl
}
