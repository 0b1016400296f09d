import { planPath, sharedPath } from '../../../functions/learning/plans/schema'
import type { InboxRow } from '../../../functions/learning/shares/schema'
import { Actions, Button } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { PageHead, PlainRow, RowList, Section } from '../../ui/section'

const permissionNames = { read: 'you can read', edit: 'you can edit' }

type StepProps = { row: InboxRow; step: 'accept' | 'decline' | 'leave' | 'keep'; label: string; isFirst?: boolean }

const Step = ({ row, step, label, isFirst }: StepProps) => (
  <form method="post" action={`${sharedPath}/${row.id}/${step}`}>
    <Button small variant={isFirst ? 'primary' : 'plain'}>
      {label}
      <span class="unseen"> {row.plan_title}</span>
    </Button>
  </form>
)

const Steps = ({ row }: { row: InboxRow }) => {
  switch (row.state) {
    case 'invited':
      return (
        <>
          <Step row={row} step="accept" label="Accept" isFirst />
          <Step row={row} step="decline" label="Decline" />
        </>
      )
    case 'ended':
      return (
        <>
          <Step row={row} step="keep" label="Keep a copy" isFirst />
          <Step row={row} step="leave" label="Let it go" />
        </>
      )
    default:
      return <Step row={row} step="leave" label="Leave" />
  }
}

const Shared = ({ row }: { row: InboxRow }) => (
  <PlainRow
    name={row.plan_title}
    href={row.plan_id === null ? undefined : planPath(row.plan_id)}
    parts={[
      <>
        from <bdi>{row.owner_name}</bdi>
      </>,
      row.state !== 'ended' && permissionNames[row.permission],
    ]}
  >
    <Actions>
      <Steps row={row} />
    </Actions>
  </PlainRow>
)

const groups = [
  ['invited', 'Invitations', 'You get the plan with progress of your own.'],
  ['ended', 'No longer shared', 'Keep a copy as your own plan, or let it go. Your sessions and cards stay.'],
  ['accepted', 'Among your plans', 'If you leave, the plan goes. Your sessions and cards stay.'],
] as const

/** `/shared` */
export const SharedPage = ({ rows }: { rows: InboxRow[] }) => (
  <>
    <PageHead title="Shared with me" back={{ href: '/plans', name: 'Plans' }} />
    {rows.length === 0 && (
      <Empty title="Nothing is shared with you">
        When somebody shares a plan with the address that you sign in with, you find the invitation here.
      </Empty>
    )}
    {groups.map(([state, title, hint]) => {
      const shown = rows.filter((row) => row.state === state)
      return (
        shown.length > 0 && (
          <Section id={`shared-${state}`} title={title} summary={shown.length}>
            <p class="hint">{hint}</p>
            <RowList rows={shown} item={(row) => <Shared row={row} />} />
          </Section>
        )
      )
    })}
  </>
)
