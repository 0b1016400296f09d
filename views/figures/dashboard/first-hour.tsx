import type { StepName, FirstHour as Steps } from '../../../functions/figures/dashboard/first-hour'
import type { User } from '../../../functions/lib/env'
import { pathTo } from '../../../functions/lib/http/path-to'
import { isUsed } from '../../../functions/lib/uses'
import { PostButton } from '../../ui/button'
import { classes, Icon } from '../../ui/icon'
import { RowMeta, RowName, Rows, RowTitle, Section } from '../../ui/section'

type Step = { title: string; href: string; why: string }

type Props = Steps & { user: Pick<User, 'preferences'> }

/** The import of what the person uses. */
const importStep = ({ user }: Pick<Props, 'user'>) => {
  if (isUsed(user, 'time')) {
    return { href: '/sessions/import', why: 'From Toggl Track, Clockify and others, Anki or a calendar.' }
  }
  return isUsed(user, 'learning')
    ? { href: '/cards/import', why: 'Cards from Anki.' }
    : { href: '/meetings/import', why: 'Meetings from a calendar.' }
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
    why: 'Say in the line above what you do, and press Start.',
  },
  goal: goalId
    ? {
        title: 'Add a milestone',
        href: pathTo`/goals/${goalId}#milestones`,
        why: 'A first step towards your goal, within reach.',
      }
    : {
        title: 'Add your first goal',
        href: '/goals/new',
        why: 'Hours to spend each week, or something to reach.',
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
  extension: {
    title: 'Connect the browser extension',
    href: '/settings/sign-in',
    why: 'It signs in with GitHub, and tracks your time on pull requests.',
  },
  import: { title: 'Bring what you have', ...importStep(props) },
})

/** The first steps of a new person, until all are done or it is hidden. The next one stands out. */
export const FirstHour = (props: Props) => {
  const texts = stepsOf(props)
  const next = props.steps.find(({ isDone }) => !isDone)
  return (
    <Section
      id="first-hour"
      title="First steps"
      summary={`${props.steps.filter(({ isDone }) => isDone).length} of ${props.steps.length} done`}
      aside={<PostButton action="/welcome/hide" label="Hide" small variant="quiet" />}
    >
      <Rows ordered>
        {props.steps.map((step) => {
          const { title, href, why } = texts[step.name]
          return (
            <li class={classes('setting', step.isDone && 'reached')} aria-current={step === next ? 'step' : undefined}>
              {step.isDone ? (
                <RowName>
                  <span class="unseen">Done: </span>
                  {title}
                </RowName>
              ) : (
                <RowTitle href={href}>{title}</RowTitle>
              )}
              {step.isDone ? <Icon name="check" /> : <RowMeta parts={[why]} />}
            </li>
          )
        })}
      </Rows>
    </Section>
  )
}
