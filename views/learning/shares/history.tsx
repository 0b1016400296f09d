import type { PlanWithContent } from '../../../functions/learning/plans/schema'
import { historyPath, mayEdit, planPath } from '../../../functions/learning/plans/schema'
import type { VersionRow } from '../../../functions/learning/shares/queries'
import { lineDifferences } from '../../../functions/lib/line-differences'
import { Actions, Button, Version, Versions } from '../../ui/button'
import { DifferingLines } from '../../ui/differing-lines'
import { Empty } from '../../ui/empty'
import { Moment, type Reader } from '../../ui/moment'
import { PageHead, Pages, RowList, RowMeta, RowName } from '../../ui/section'

/** Lines of a difference that a page shows. */
const mostLines = 20

type VersionProps = Reader & {
  planId: string
  version: VersionRow
  /** Undefined for the first. */
  before?: VersionRow
  canRestore: boolean
}

const ShownVersion = ({ planId, version, before, canRestore, ...reader }: VersionProps) => {
  const lines = before && lineDifferences(before.content, version.content)
  return (
    <li>
      <div class="what">
        <RowName>Version {version.version}</RowName>
        <RowMeta
          parts={[
            <>
              by <bdi>{version.author}</bdi>
            </>,
            <Moment at={version.created_at} {...reader} />,
          ]}
        />
        {lines && (
          <Versions>
            <Version title="Removed" action={null}>
              <DifferingLines lines={lines.ours} most={mostLines} />
            </Version>
            <Version title="Added" action={null}>
              <DifferingLines lines={lines.theirs} most={mostLines} />
            </Version>
          </Versions>
        )}
        {canRestore && (
          <Actions>
            <form method="post" action={`${historyPath(planId)}/${version.version}/restore`}>
              <Button small>Bring back version {version.version}</Button>
            </form>
          </Actions>
        )}
      </div>
    </li>
  )
}

type Props = Reader & {
  plan: PlanWithContent
  /** One more than are shown, to compare the last one with. */
  versions: VersionRow[]
  perPage: number
  /** The page begins with the present version. */
  isFirst: boolean
}

/** `/plans/:id/history` */
export const HistoryPage = ({ plan, versions, perPage, isFirst, ...reader }: Props) => {
  const shown = versions.slice(0, perPage)
  const last = shown.at(-1)
  return (
    <>
      <PageHead title="History" back={{ href: planPath(plan.id), name: plan.title }} />
      {shown.length === 0 ? (
        <Empty title="No versions yet">
          Once a plan is shared, each change of its text is kept here with who made it. Progress and tags are each
          person’s own.
        </Empty>
      ) : (
        <RowList
          rows={shown}
          item={(version, index) => (
            <ShownVersion
              planId={plan.id}
              version={version}
              before={versions[index + 1]}
              canRestore={mayEdit(plan) && !(isFirst && index === 0)}
              {...reader}
            />
          )}
        />
      )}
      <Pages
        earlier={
          last && versions.length > perPage ? { href: `${historyPath(plan.id)}?before=${last.version}` } : undefined
        }
      />
    </>
  )
}
