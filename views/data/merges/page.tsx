import type { Child } from 'hono/jsx'
import type { ProjectRow, TrackedSum } from '../../../functions/filing/projects/schema'
import { plural } from '../../../functions/lib/text/format'
import { capitalize } from '../../../functions/lib/text/text'
import { Confirm, Consequences, PreviewForm } from '../../changes/preview'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Datalist, Field } from '../../ui/field'
import { Duration } from '../../ui/figure'
import { ProjectName } from '../../ui/icon'
import { sessionsPath } from '../../ui/links'
import { PageHead, RowList, RowMeta, RowTitle, Section } from '../../ui/section'

export type MergeableRow = { id: string; name: string }

/** Texts and rows of the page for a kind. */
export type MergeWords<Row extends MergeableRow, Other extends MergeableRow> = {
  /** Name of the kind, such as `person`, and its plural. */
  name: string
  many: string
  /** Path of the list. */
  path: `/${string}`
  /** Text that distinguishes rows with the same name. */
  labelOf: (row: Row | Other) => string
  /** Details next to the title. */
  about: (row: Row | Other) => Child
  /** A row in the list of matches; by default its name and `about`. */
  item?: (row: Other, href: string) => Child
}

type Props<Row extends MergeableRow, Other extends MergeableRow> = {
  kind: MergeWords<Row, Other>
  from: Row
  others: Other[]
  typed?: string
  error?: string
  /** Rows that match the typed name. */
  matches?: Other[]
  preview?: { into: Row; points: Child[]; more?: Child } | null
}

const Choose = <Row extends MergeableRow, Other extends MergeableRow>(props: Props<Row, Other>) => {
  const { kind, from, others, typed, error, preview } = props
  return (
    <PreviewForm action={`${kind.path}/${from.id}/merge`} label="Target of the merge" isShown={Boolean(preview)}>
      <Field
        label="Merge into"
        name="name"
        dir="auto"
        list="merge-targets"
        autocomplete="off"
        value={typed ?? (preview ? kind.labelOf(preview.into) : undefined)}
        errors={error ? [error] : undefined}
        autofocus={!preview}
      />
      <Datalist id="merge-targets" values={[...new Set(others.map(kind.labelOf))]} />
    </PreviewForm>
  )
}

export const MergePage = <Row extends MergeableRow, Other extends MergeableRow>(props: Props<Row, Other>) => {
  const { kind, from, others, matches, preview } = props
  const path = `${kind.path}/${from.id}`
  const {
    item = (row, href) => (
      <div>
        <RowTitle href={href} name={row.name} />
        <RowMeta parts={[kind.about(row)]} />
      </div>
    ),
  } = kind
  return (
    <>
      <PageHead title={<bdi>Merge {from.name}</bdi>} summary={kind.about(from)} />
      {others.length === 0 ? (
        <Empty
          title={`No other ${kind.name}`}
          actions={<LinkButton href={kind.path}>{capitalize(kind.many)}</LinkButton>}
        >
          You need two {kind.many} to merge.
        </Empty>
      ) : (
        <Choose {...props} />
      )}
      {matches && (
        <Section id="matches" title="Which of these?">
          <RowList rows={matches} item={(match) => <li>{item(match, `${path}/merge?into=${match.id}`)}</li>} />
        </Section>
      )}
      {preview && (
        <>
          <Section id="merge-preview" title="Preview">
            <Consequences points={preview.points} />
            <Confirm action={`${path}/merge`} fields={[['into', preview.into.id]]} button="Merge" cancel={path} />
          </Section>
          {preview.more}
        </>
      )}
    </>
  )
}

const Tracked = ({ id, sum }: { id: string; sum?: TrackedSum }) =>
  sum ? (
    <a href={sessionsPath(null, `project:${id}`)}>
      {plural(sum.session_count, 'session')}, <Duration seconds={sum.total_seconds} />
    </a>
  ) : (
    'no sessions'
  )

export const ProjectSums = ({ projects, sums }: { projects: ProjectRow[]; sums: TrackedSum[] }) => (
  <RowList
    rows={projects}
    item={(project) => (
      <li>
        <div>
          <span class="row-title">
            <ProjectName name={project.name} color={project.color} />
          </span>
          <RowMeta
            parts={[
              project.client && <bdi>{project.client}</bdi>,
              <Tracked id={project.id} sum={sums.find(({ id }) => id === project.id)} />,
            ]}
          />
        </div>
      </li>
    )}
  />
)
