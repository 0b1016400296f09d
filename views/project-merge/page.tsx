import { plural, rangeText } from '../../functions/lib/format'
import { inherited } from '../../functions/project-merge/linked'
import type { ProjectRow } from '../../functions/projects/schema'
import type { TrackedSum } from '../../functions/projects/tracked'
import { classificationNames, projectLabel, statusNames } from '../../functions/projects/words'
import type { ListedSession } from '../../functions/sessions/schema'
import { Ask, Confirm, Consequences } from '../changes/preview'
import { sessionsPath } from '../links'
import { AffectedSessions } from '../sessions/affected'
import type { Reader } from '../sessions/row'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Datalist, Field } from '../ui/field'
import { Duration } from '../ui/figure'
import { ProjectLabel } from '../ui/project-mark'
import { RowList } from '../ui/rows'
import { PageHead, Section, TextLink } from '../ui/section'

type Preview = { into: ProjectRow; sum?: TrackedSum; latest: ListedSession[] }

export type MergePageProps = {
  project: ProjectRow
  others: ProjectRow[]
  typed?: string
  error?: string
  /** Projects that match the typed name. */
  matches?: ProjectRow[]
  preview?: Preview
  reader: Reader
  today: string
}

export const mergeTitle = ({ name }: Pick<ProjectRow, 'name'>) => `Merge ${name}`

type ChooseProps = Pick<MergePageProps, 'project' | 'others' | 'typed' | 'error' | 'preview'>

const Choose = ({ project, others, typed, error, preview }: ChooseProps) => (
  <Ask action={`/projects/${project.id}/merge`} label="Target of the merge" isShown={preview !== undefined}>
    <Field
      label="Merge into"
      name="name"
      dir="auto"
      list="merge-targets"
      autocomplete="off"
      value={typed ?? (preview && projectLabel(preview.into))}
      errors={error ? [error] : undefined}
      autofocus={!preview}
    />
    <Datalist id="merge-targets" values={others.map(projectLabel)} />
  </Ask>
)

const Matches = ({ project, matches }: { project: ProjectRow; matches: ProjectRow[] }) => (
  <Section id="matches" title="Which of these?">
    <RowList
      rows={matches}
      item={(match) => (
        <li>
          <a class="row-title" href={`/projects/${project.id}/merge?into=${match.id}`}>
            <ProjectLabel project={match} />
          </a>
        </li>
      )}
    />
  </Section>
)

type EffectsProps = { project: ProjectRow; preview: Preview; today: string }

/** `organization and repository` */
const listed = (words: string[]) => new Intl.ListFormat('en-GB').format(words)

const Effects = ({ project, preview: { into, sum }, today }: EffectsProps) => {
  const { words } = inherited(project, into)
  return (
    <Consequences
      points={[
        sum ? (
          <>
            <TextLink href={sessionsPath(null, `project:${project.id}`)}>
              {plural(sum.session_count, 'session')}
            </TextLink>
            , <Duration seconds={sum.total_seconds} />, {rangeText(sum.first_date, sum.last_date, today)}, move to{' '}
            <bdi>{projectLabel(into)}</bdi>. Their titles, tags, goals and times stay.
          </>
        ) : (
          'There are no sessions to move.'
        ),
        'Its deleted sessions move too.',
        words.length > 0 && (
          <>
            <bdi>{projectLabel(into)}</bdi> gets its {listed(words)}.
          </>
        ),
        <>
          <bdi>{projectLabel(into)}</bdi> doesn’t change: {classificationNames[into.classification].toLowerCase()},{' '}
          {statusNames[into.status].toLowerCase()}, colour {into.color}.
          {words.length > 0 && ` It takes over the ${listed(words)}, which it doesn’t have yet.`}
        </>,
        <>
          <bdi>{projectLabel(project)}</bdi> will be removed from your projects. A later import that names it creates it
          again.
        </>,
      ]}
    />
  )
}

export const MergePage = ({ project, others, matches, preview, reader, today, ...choice }: MergePageProps) => (
  <>
    <PageHead title={<bdi>{mergeTitle(project)}</bdi>} summary={project.client && <bdi>{project.client}</bdi>} />
    {others.length === 0 ? (
      <Empty title="No other project" actions={<LinkButton href="/projects">Projects</LinkButton>}>
        You need two projects to merge.
      </Empty>
    ) : (
      <Choose project={project} others={others} preview={preview} {...choice} />
    )}
    {matches && <Matches project={project} matches={matches} />}
    {preview && (
      <Section id="merge-preview" title="Preview">
        <Effects project={project} preview={preview} today={today} />
        <Confirm
          action={`/projects/${project.id}/merge`}
          fields={[['into', preview.into.id]]}
          button="Merge"
          cancel="/projects"
        />
      </Section>
    )}
    {preview && preview.latest.length > 0 && (
      <Section id="merge-sessions" title="Sessions to move" summary={`the latest ${preview.latest.length}`}>
        <AffectedSessions sessions={preview.latest} reader={reader} today={today} />
      </Section>
    )}
  </>
)
