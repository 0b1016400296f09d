import type { Child } from 'hono/jsx'
import type { ReminderDraft } from '../../../functions/account/reminders/form'
import {
  type Device,
  deliveryWays,
  hasOpenDevice,
  type KindSettings,
  type ReminderSettings,
  type ValueName,
  type Way,
} from '../../../functions/account/reminders/schema'
import { waitWords } from '../../../functions/account/reminders/waits'
import type { Preferences } from '../../../functions/lib/preferences'
import type { ReminderKind } from '../../../functions/lib/reminders'
import { duration, shortWeekdays, timeOfMinute, wallClock, weekdayNames } from '../../../functions/lib/text/format'
import { useTexts } from '../../../functions/lib/uses'
import { Button, Notice } from '../../ui/button'
import { descriptionProps, FieldMessages } from '../../ui/field'
import { classes, Icon } from '../../ui/icon'
import { Level, Weekdays } from '../../ui/levels'
import { Fold, Rows, Section } from '../../ui/section'

export type NotificationsProps = {
  kinds: [name: string, kind: ReminderKind][]
  settings: ReminderSettings
  devices: Device[]
  /** Hash of this browser's sign-in; empty for a program. */
  session: string
  /** Null if push is not configured. */
  publicKey: string | null
  /** Null if no mail can be sent to the person. */
  mailsTo: string | null
  draft?: ReminderDraft
  /** True after adding a reminder: the list stays open to add more. */
  isAdding?: boolean
  /** Kinds whose values were just changed. */
  changed?: string[]
  /** True if push was just allowed in this browser. */
  isAllowed?: boolean
  preferences: Preferences
  /** epoch ms */
  now: number
}

const wayNames = { off: 'Off', push: 'Push', mail: 'Email' } as const

/** True if a reminder should come by push but no device accepts push messages. */
export const isPushMissing = ({ settings, devices }: Pick<NotificationsProps, 'settings' | 'devices'>) =>
  !hasOpenDevice(devices) && Object.values(settings.kinds).some(({ by }) => by === 'push')

/** Ways in which a kind of reminder can come, most likely first. */
const waysOf = ({ isMailOnly }: ReminderKind, { publicKey, mailsTo, devices }: NotificationsProps) => {
  const push = publicKey !== null && !isMailOnly ? (['push'] as const) : []
  const mail = mailsTo !== null ? (['mail'] as const) : []
  return hasOpenDevice(devices) ? [...push, ...mail] : [...mail, ...push]
}

const valueLabels: Record<ValueName, string> = {
  minutes: 'how long',
  at: 'time',
  from: 'from',
  to: 'until',
  days: 'days',
  day: 'day',
}

const daysWords = (days: number[]) => {
  const text = days.join('')
  if (text === '1234567') return 'all days'
  if (text === '12345') return 'weekdays'
  return shortWeekdays(days)
}

const written = (name: ValueName, { [name]: value }: KindSettings, { clock }: Preferences) => {
  if (Array.isArray(value)) return daysWords(value)
  if (name === 'day') return weekdayNames[value - 1] ?? ''
  return name === 'minutes' ? duration(value * 60) : wallClock(timeOfMinute(value), clock)
}

/** Sentence of a kind with its values filled in: `at 08:30 on weekdays`. */
const sentenceOf = ({ says }: ReminderKind, own: KindSettings, preferences: Preferences) =>
  says.replace(/\{(\w+)\}/g, (_, value) => written(value, own, preferences))

type NamedKind = NotificationsProps['kinds'][number]
type KindProps = { of: NamedKind; own: KindSettings; by: Way; props: NotificationsProps }

/** Classes of a field inside a sentence. */
const inSentence = 'input inline-block py-0 leading-normal max-md:my-px max-md:ps-2'

type ValueProps = Omit<KindProps, 'by'> & { name: ValueName }

const Value = ({ name, of: [kind, { name: label }], own, props: { draft, preferences } }: ValueProps) => {
  const field = `${kind}.${name}`
  const errors = draft?.errors[field]
  const about = {
    class: classes(inSentence, name === 'day' ? 'w-auto max-w-36' : 'w-20'),
    id: field,
    name: field,
    'aria-label': `${label}: ${valueLabels[name]}`,
    ...descriptionProps(field, undefined, errors),
  }
  if (name === 'days') {
    const chosen = draft?.days[field] ?? own.days.map(String)
    return (
      <>
        <input type="hidden" name={field} value="" />
        <fieldset class="mt-1 mb-2" {...descriptionProps(field, undefined, errors)} aria-label={`${label}: days`}>
          <Weekdays name={field} chosen={chosen} />
        </fieldset>
      </>
    )
  }
  const value = draft?.values[field]
  if (name === 'day') {
    return (
      <select {...about}>
        {weekdayNames.map((day, index) => (
          <option value={index + 1} selected={String(index + 1) === (value ?? String(own.day))}>
            {day}
          </option>
        ))}
      </select>
    )
  }
  return <input autocomplete="off" value={value ?? written(name, own, preferences)} {...about} />
}

/** A reminder that is on: its sentence, which expands to its settings, and the way it comes. */
const OnKind = (one: KindProps) => {
  const { of, by, props } = one
  const [name, kind] = of
  const { draft, settings, preferences, now, changed = [] } = props
  const wait = waitWords({ kind, own: one.own, how: settings.how, preferences, now })
  const parts = kind.says.split(/\{(\w+)\}/)
  const offered = deliveryWays.filter((way) => way === 'off' || way === by || waysOf(kind, props).includes(way))
  const errors = ['by', ...Object.keys(valueLabels)].flatMap((value) =>
    (draft?.errors[`${name}.${value}`] ?? []).map((message) => ({ id: `${name}.${value}`, message })),
  )
  return (
    <li id={`kind-${name}`} class="group gap-y-0 md:gap-y-2">
      <div class="max-md:contents">
        <p>
          <b>{kind.name}</b> {parts.length === 1 && kind.says}
        </p>
        {parts.length > 1 && (
          <details
            open={errors.length > 0 || changed.includes(name)}
            class="-my-2 open:mb-0 max-md:open:col-span-full *:[summary]:py-line"
          >
            <summary>
              <span class="sr-only">{kind.name}: </span>
              {sentenceOf(kind, one.own, preferences)}
            </summary>
            <div class="md:leading-10">
              {parts.map((part, index) => (index % 2 === 0 ? part : <Value name={part as ValueName} {...one} />))}
            </div>
          </details>
        )}
        {errors.map(({ id, message }) => (
          <div class="max-md:col-span-full">
            <FieldMessages id={id} errors={[message]} />
          </div>
        ))}
        {wait && <p class="hint max-md:col-span-full">{wait}</p>}
      </div>
      <fieldset
        class="max-md:col-start-2 max-md:row-span-2 max-md:row-start-1 max-md:group-has-[details[open]]:row-end-2 grid grid-flow-col gap-1 self-start"
        aria-label={`${kind.name}: comes by`}
      >
        {offered.map((way) => (
          <Level
            class="max-md:w-11.5 md:min-w-14"
            type="radio"
            id={`${name}.by-${way}`}
            name={`${name}.by`}
            value={way}
            checked={by === way}
          >
            {wayNames[way]}
          </Level>
        ))}
      </fieldset>
    </li>
  )
}

/** A reminder that is off; its button turns it on. */
const OffKind = ({ of: [name, kind], own, props }: Omit<KindProps, 'by'>) => {
  const [way] = waysOf(kind, props)
  return (
    <li id={`kind-${name}`} class="flow-root p-0">
      <button
        type="submit"
        class="flex min-h-control w-full cursor-pointer items-center gap-3 border-0 bg-transparent p-0 text-start hover:bg-hover"
        name={`${name}.by`}
        value={way}
        disabled={!way}
      >
        <span class="text-accent">
          <Icon name="plus" />
        </span>
        <span>
          <span class="sr-only">Add: </span>
          {kind.name} <span class="row-meta">{sentenceOf(kind, own, props.preferences)}</span>
        </span>
      </button>
    </li>
  )
}

/** Button that allows push in this browser (client/device/push.ts), or an explanation if it is impossible. */
export const AllowPush = () => (
  <div>
    <p class="hint" role="status" data-push-words />
    <Button small type="button" class="noscript:hidden" data-push-on>
      Allow push on this device
    </Button>
    <noscript>
      <p class="hint">Push needs JavaScript. Email works without it.</p>
    </noscript>
  </div>
)

type GroupsProps = { all: KindProps[]; item: (one: KindProps) => Child; isAlwaysNamed?: boolean }

/** Reminders grouped by feature. */
const Groups = ({ all, item, isAlwaysNamed }: GroupsProps) => {
  const groups = Map.groupBy(all, ({ of: [, { use }] }) => (use ? useTexts[use].label : 'Goals and weeks'))
  return (
    <>
      {[...groups].map(([name, group]) => (
        <>
          {(isAlwaysNamed || groups.size > 1) && <h3 class="mt-3 text-grey text-small">{name}</h3>}
          <Rows>{group.map(item)}</Rows>
        </>
      ))}
    </>
  )
}

/** Reminders that are on, then others to add. */
export const Kinds = (props: NotificationsProps) => {
  const { kinds, settings, draft, isAdding, mailsTo, publicKey } = props
  const all = kinds.flatMap((of) => {
    const own = settings.kinds[of[0]]
    return own ? [{ of, own, by: (draft?.values[`${of[0]}.by`] as Way | undefined) ?? own.by, props }] : []
  })
  const on = all.filter(({ by }) => by !== 'off')
  const off = all.filter(({ by }) => by === 'off')
  return (
    <>
      <Section
        id="kinds"
        title="Your reminders"
        summary={
          mailsTo && (
            <>
              emails go to <bdi>{mailsTo}</bdi>
            </>
          )
        }
        aside={
          mailsTo && (
            <Button small variant="quiet" form="test-mail">
              Send a test email
            </Button>
          )
        }
      >
        {mailsTo === null && <p class="hint">This server can’t email you.</p>}
        {publicKey === null && (
          <p class="hint">
            This server isn’t set up for push{mailsTo && ', so reminders come by email'}. Its operator can add the keys.
          </p>
        )}
        {on.length === 0 && <p>You have none yet. Add one below.</p>}
        {publicKey !== null && isPushMissing(props) && (
          <Notice tone="warning">
            <p>You get no push until you allow it on a device.</p>
            <AllowPush />
          </Notice>
        )}
        <Groups all={on} item={(one) => <OnKind {...one} />} />
        <Button variant="primary" class="script:hidden">
          Save reminders
        </Button>
      </Section>
      {off.length > 0 && (
        <Fold id="more" title="Add a reminder" open={isAdding || on.length === 0}>
          <Groups all={off} item={(one) => <OffKind {...one} />} isAlwaysNamed />
        </Fold>
      )}
    </>
  )
}
