import type { PlanWithContent } from '../../../functions/learning/plans/schema'
import { historyPath, mayEdit, planPath, sharePath } from '../../../functions/learning/plans/schema'
import type { VersionRow } from '../../../functions/learning/shares/schema'
import { lineDifferences } from '../../../functions/lib/text/line-differences'
import { Badge, Button, LinkButton, Notice, Version, Versions } from '../../ui/button'
import { DifferingLines } from '../../ui/differing-lines'
import { Empty } from '../../ui/empty'
import { Moment, type Reader } from '../../ui/moment'
import { PageHead, Pagination, RowActions, RowList, RowMeta, RowName, Stack } from '../../ui/section'

/** Maximum number of differing lines shown. */
const mostLines = 20

type VersionProps = Reader & {
  planId: string
  version: VersionRow
  /** The previous version; undefined for the first version. */
  before?: VersionRow
  isPresent: boolean
  canRestore: boolean
}

const ShownVersion = ({ planId, version, before, isPresent, canRestore, ...reader }: VersionProps) => {
  const { ours, theirs } = lineDifferences(before?.content ?? '', version.content)
  const changes = [
    { title: 'Removed', lines: ours },
    { title: 'Added', lines: theirs },
  ].filter(({ lines }) => lines.some(({ text }) => text.trim() !== ''))
  return (
    <li>
      <div>
        <RowName>Version {version.version}</RowName>
        <RowMeta
          parts={[
            <>
              by <bdi>{version.author}</bdi>
            </>,
            <Moment at={version.created_at} {...reader} />,
            isPresent ? <Badge tone="accent">Present</Badge> : version.version === 1 && 'first version',
          ]}
        />
      </div>
      {canRestore && !isPresent && (
        <RowActions>
          <form method="post" action={`${historyPath(planId)}/${version.version}/restore`}>
            <Button small icon="undo">
              Bring back<span class="sr-only"> version {version.version}</span>
            </Button>
          </form>
        </RowActions>
      )}
      {before && changes.length > 0 && (
        <Versions>
          {changes.map(({ title, lines }) => (
            <Version title={title} action={null}>
              <DifferingLines lines={lines} most={mostLines} />
            </Version>
          ))}
        </Versions>
      )}
    </li>
  )
}

type Props = Reader & {
  plan: PlanWithContent
  /** Versions of the page, and one more to compare the last one with. */
  versions: VersionRow[]
  perPage: number
  /** True if others currently share the plan. */
  isUsed: boolean
  /** Current text of the plan. */
  present: string
}

/** `/plans/:id/history` */
export const HistoryPage = ({ plan, versions, perPage, isUsed, present, ...reader }: Props) => {
  const shown = versions.slice(0, perPage)
  const last = shown.at(-1)
  return (
    <>
      <PageHead title="History" back={{ href: planPath(plan.id), name: plan.title }} />
      {shown.length > 0 && !isUsed && (
        <Stack>
          <Notice>
            This plan is no longer shared. New changes add no versions, and these are deleted after 30 days.
          </Notice>
        </Stack>
      )}
      {shown.length === 0 ? (
        <Empty
          title="No versions yet"
          actions={
            !isUsed && (
              <LinkButton variant="primary" icon="people" href={sharePath(plan.id)}>
                Share this plan
              </LinkButton>
            )
          }
        >
          {isUsed ? 'Each' : 'Once a plan is shared, each'} change of its text is kept here with who made it. Progress
          and tags are each person’s own.
        </Empty>
      ) : (
        <RowList
          rows={shown}
          item={(version, index) => (
            <ShownVersion
              planId={plan.id}
              version={version}
              before={versions[index + 1]}
              isPresent={version.content === present}
              canRestore={mayEdit(plan)}
              {...reader}
            />
          )}
        />
      )}
      <Pagination
        earlier={
          last && versions.length > perPage ? { href: `${historyPath(plan.id)}?before=${last.version}` } : undefined
        }
      />
    </>
  )
}
