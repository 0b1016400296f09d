import { plural, rangeText } from '../../functions/lib/format'
import type { ProjectRow } from '../../functions/projects/schema'
import type { TrackedSum } from '../../functions/projects/tracked'
import { classificationNames, projectLabel } from '../../functions/projects/words'
import type { ListedSession } from '../../functions/sessions/schema'
import { Ask } from '../changes/ask'
import { Confirm, Consequences } from '../changes/preview'
import { sessionsPath } from '../links'
import { AffectedSessions } from '../sessions/affected'
import type { Reader } from '../sessions/row'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Datalist, Field } from '../ui/field'
import { Duration } from '../ui/figure'
import { ProjectLabel } from '../ui/project-mark'
import { Rows } from '../ui/rows'
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
      label="Merge it into"
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
    <Rows>
      {matches.map((match) => (
        <li>
          <a class="row-title" href={`/projects/${project.id}/merge?into=${match.id}`}>
            <ProjectLabel project={match} />
          </a>
        </li>
      ))}
    </Rows>
  </Section>
)

type EffectsProps = { project: ProjectRow; preview: Preview; today: string }

const Effects = ({ project, preview: { into, sum }, today }: EffectsProps) => (
  <Consequences
    points={[
      sum ? (
        <>
          <TextLink href={sessionsPath(null, `project:${project.id}`)}>{plural(sum.session_count, 'session')}</TextLink>
          , <Duration seconds={sum.total_seconds} />, {rangeText(sum.first_date, sum.last_date, today)}, go to{' '}
          <bdi>{projectLabel(into)}</bdi>. Their titles, tags, goals and times stay.
        </>
      ) : (
        'It has no sessions to move.'
      ),
      'Its deleted sessions go there too.',
      <>
        <bdi>{projectLabel(into)}</bdi> stays as it is: {classificationNames[into.classification].toLowerCase()},{' '}
        {into.status}, its colour {into.color}.
      </>,
      <>
        <bdi>{projectLabel(project)}</bdi> is no longer among your projects. A later import that names it makes it anew.
      </>,
    ]}
  />
)

export const MergePage = ({ project, others, matches, preview, reader, today, ...choice }: MergePageProps) => (
  <>
    <PageHead title={<bdi>{mergeTitle(project)}</bdi>} summary={project.client && <bdi>{project.client}</bdi>} />
    {others.length === 0 ? (
      <Empty title="There is no other project" actions={<LinkButton href="/projects">Projects</LinkButton>}>
        Two projects can become one. This is the only one you have.
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
          button="Merge the two"
          cancel="/projects"
        />
      </Section>
    )}
    {preview && preview.latest.length > 0 && (
      <Section id="merge-sessions" title="Sessions that move" summary={`the latest ${preview.latest.length}`}>
        <AffectedSessions sessions={preview.latest} reader={reader} today={today} />
      </Section>
    )}
  </>
)
