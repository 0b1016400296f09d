import type { Child } from 'hono/jsx'
import type { StepName, FirstHour as Steps } from '../../../functions/figures/dashboard/first-hour'
import type { User } from '../../../functions/lib/env'
import { isUsed, type Use } from '../../../functions/lib/uses'
import { PostButton } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Row } from '../../ui/item'
import { RowName, Rows, RowTitle, Section, TextLink } from '../../ui/section'

type Step = { title: string; href: string; why: Child }

/** Tools whose files can be imported, and the part of Daymark that they are for. */
const imports: { uses: Use[]; name: string; href: string }[] = [
  {
    uses: ['time', 'tasks', 'apps'],
    name: 'Toggl Track, Clockify, Super Productivity and others',
    href: '/sessions/import',
  },
  { uses: ['learning'], name: 'Anki cards', href: '/cards/import' },
  { uses: ['learning'], name: 'a plan in Markdown', href: '/plans/import' },
  { uses: ['journal'], name: 'a calendar', href: '/meetings/import' },
]

type Props = Steps & { user: Pick<User, 'preferences'> }

const importsOf = ({ user }: Pick<Props, 'user'>): Step => {
  const tools = imports.filter(({ uses }) => uses.some((use) => isUsed(user, use)))
  return {
    title: 'Bring what you have',
    href: tools[0]?.href ?? '/',
    why: (
      <span class="actions">
        {tools.map(({ name, href }) => (
          <TextLink href={href}>{name}</TextLink>
        ))}
      </span>
    ),
  }
}

const stepsOf = ({ goalId, ...props }: Props): Record<StepName, Step> => ({
  day: {
    title: 'Set up your day',
    href: '/welcome/day',
    why: 'Your time zone, daily target and rest days.',
  },
  session: {
    title: 'Track your first session',
    href: '#entry',
    why: 'Say in the line above what you are working on, and press Start.',
  },
  goal: goalId
    ? {
        title: 'Add a milestone to your goal',
        href: `/goals/${goalId}#milestones`,
        why: 'A first step you can reach soon.',
      }
    : {
        title: 'Add your first goal',
        href: '/goals/new',
        why: 'Hours each week, or something to reach with a first milestone.',
      },
  task: {
    title: 'Plan tomorrow',
    href: isUsed(props.user, 'time') ? '#entry' : '#task-line',
    why: 'Write in the line above: Draft the report tomorrow 1h.',
  },
  device: {
    title: 'Connect a device',
    href: '/settings/tokens',
    why: 'It reports the apps you use, and asks which ones are allowed.',
  },
  import: importsOf(props),
})

/** The first steps of a new person, until all are done or it is hidden. */
export const FirstHour = (props: Props) => {
  const steps = stepsOf(props)
  const done = props.steps.filter(({ isDone }) => isDone).length
  return (
    <Section
      id="first-hour"
      title="First steps"
      summary={`${done} of ${props.steps.length} done`}
      aside={<PostButton action="/welcome/hide" label="Hide" small variant="quiet" />}
    >
      <Rows ordered>
        {props.steps.map(({ name, isDone }) => {
          const { title, href, why } = steps[name]
          if (isDone) {
            const name = (
              <RowName>
                <span class="unseen">Done: </span>
                {title}
              </RowName>
            )
            return <Row class="reached" mark={<Icon name="check" />} title={name} facts={[]} />
          }
          return (
            <Row mark={<Icon name="circle" />} title={<RowTitle href={href}>{title}</RowTitle>} facts={[]}>
              <div class="small grey">{why}</div>
            </Row>
          )
        })}
      </Rows>
      <p class="small grey mt-2">
        <TextLink href="/settings/uses">Choose what you use</TextLink>
      </p>
    </Section>
  )
}
