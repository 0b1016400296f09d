import { planPath, sharedPath } from '../../../functions/learning/plans/schema'
import type { InboxRow } from '../../../functions/learning/shares/schema'
import { Button, Menu } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { MenuPost } from '../../ui/item'
import { PageHead, PlainRow, RowList, Section } from '../../ui/section'

const permissionNames = { read: 'you can read', edit: 'you can edit' }

/** Actions of a row: the first as a button, the second in its menu. */
const steps = {
  invited: { first: ['accept', 'Accept'], other: ['decline', 'Decline'] },
  ended: { first: ['keep', 'Keep'], other: ['leave', 'Remove'] },
  accepted: { first: null, other: ['leave', 'Leave'] },
} as const

type RowProps = { row: InboxRow; isPrimary: boolean }

const Shared = ({ row, isPrimary }: RowProps) => {
  const { first, other } = steps[row.state]
  const path = (step: string) => `${sharedPath}/${row.id}/${step}`
  return (
    <PlainRow
      name={row.plan_title}
      href={row.plan_id === null ? undefined : planPath(row.plan_id)}
      parts={[
        <>
          from <bdi>{row.owner_name}</bdi>
        </>,
        row.state !== 'ended' && permissionNames[row.permission],
      ]}
      actions={
        <>
          {first && (
            <form method="post" action={path(first[0])}>
              <Button small variant={isPrimary ? 'primary' : 'plain'}>
                {first[1]}
                <span class="sr-only"> {row.plan_title}</span>
              </Button>
            </form>
          )}
          <Menu label={`More for ${row.plan_title}`}>
            <MenuPost action={path(other[0])} label={other[1]} icon="trash" danger swapsNothing />
          </Menu>
        </>
      }
    />
  )
}

const groups = [
  ['invited', 'Invitations', 'You get the plan with your own progress.'],
  ['ended', 'No longer shared', 'Keep a copy as your own plan, or remove it. Your sessions and cards stay.'],
  ['accepted', 'Accepted', 'If you leave, you lose the plan. Your sessions and cards stay.'],
] as const

/** `/shared` */
export const SharedPage = ({ rows, email }: { rows: InboxRow[]; email: string | null }) => (
  <>
    <PageHead title="Shared with me" back={{ href: '/plans', name: 'Plans' }} />
    {rows.length === 0 && (
      <Empty title="Nothing is shared with you">
        When someone shares a plan with <bdi>{email ?? 'your address'}</bdi>, the invitation appears here.
      </Empty>
    )}
    {groups.map(([state, title, hint]) => {
      const shown = rows.filter((row) => row.state === state)
      return (
        shown.length > 0 && (
          <Section id={`shared-${state}`} title={title} summary={shown.length}>
            <p class="hint">{hint}</p>
            <RowList rows={shown} item={(row) => <Shared row={row} isPrimary={row === rows[0]} />} />
          </Section>
        )
      )
    })}
  </>
)
