import { type Choices, countingModel, type Step } from '../../../../time/timer/focus/testing'
import { type Series, seriesMeetings } from '../series/testing'
import {
  type Candidate,
  clock,
  clocksOf,
  comesAlone,
  day,
  hour,
  hours,
  type Kind,
  kinds,
  type Life,
  later,
  length,
  type Meeting,
  minute,
  type Sent,
  type Span,
  type Task,
  type Told,
  weekday,
} from '../testing'

const tries = [1, 5, 20, 60, 240]
const lasts = Number.POSITIVE_INFINITY

/** Key of what one device did not take, which the other took. */
const on = (device: string, key: string) => `${device} of ${key}`

/** A person's month as a reader of the settings would tell it, minute by minute. */
export const monthOf = (one: Life) => {
  const first = Date.parse(`${one.start}T00:00:00Z`)
  const allClocks = new Map<string, ReturnType<typeof clocksOf>>()
  const clocksIn = (zone: string) => {
    const known = allClocks.get(zone) ?? clocksOf(zone, first - 12 * day, first + (length + 12) * day)
    allClocks.set(zone, known)
    return known
  }
  const dateIn = (zone: string, dayStart: number, at: number) => {
    const { date, minute: now } = clocksIn(zone).at(at)
    return now < dayStart ? later(date, -1) : date
  }
  let now = first
  const state = {
    ...{ zone: one.zone, dayStart: one.dayStart as number, quiet: one.quiet, quietDaysOff: one.quietDaysOff },
    off: new Set<string>(),
    since: new Map<Kind, number>(kinds.map((kind) => [kind, first])),
    statuses: new Map([
      ['a', 201],
      ['b', 201],
    ]),
    tasks: new Map<string, Task>(),
    meetings: new Map<string, Meeting>(),
    series: new Map<string, Series>(),
    blocks: new Map<string, Span>(),
    /** The first date on which a goal is late, of which nothing is done. */
    goals: new Map<string, string>(),
    ...{ planned: '', closed: '', cardDue: later(one.start, -1), reviewed: new Set<string>() },
  }
  const today = (at = now) => dateIn(state.zone, state.dayStart, at)
  const instant = (date: string, at: number) => clocksIn(state.zone).instant(date, at)
  const dayEnd = (date: string) => instant(later(date, 1), state.dayStart)
  const weekOf = (date: string) => later(date, -((weekday(date) - one.weekStart + 7) % 7))

  const sums = new Map<string, { all: number; project: number }>()
  let lastEnd = Number.NEGATIVE_INFINITY
  const count = (
    { zone, dayStart, start, project }: Pick<Span, 'zone' | 'dayStart' | 'start' | 'project'>,
    end: number,
  ) => {
    for (let at = start; at < end; at += minute) {
      const date = dateIn(zone, dayStart, at)
      const sum = sums.get(date) ?? { all: 0, project: 0 }
      sums.set(date, { all: sum.all + 1, project: sum.project + Number(project) })
    }
    lastEnd = Math.max(lastEnd, end)
  }
  /** Minutes of the project from a date on. */
  const ofProject = (from: string, to = '9999') =>
    [...sums].reduce((sum, [date, { project }]) => sum + (date >= from && date < to ? project : 0), 0)

  // The timer, as the second model of the focus counts it.
  const focus = countingModel(one.choices as Choices)
  let block = { work: 0, short_break: 0, long_break: 0, rounds: 0 }
  let running: Omit<Span, 'minutes'> | null = null
  let ran = { title: '', project: false }
  let told: (Omit<Candidate, 'kind'> & { holds: () => boolean })[] = []
  const begin = (what: typeof ran) => {
    ran = what
    running = { ...what, id: '', made: now, start: now, zone: state.zone, dayStart: state.dayStart }
    // A person who begins again knows what was before.
    told = []
  }
  const end = () => {
    if (running) count(running, now)
    running = null
  }
  const tell = (line: string, holds: () => boolean) => {
    told.push({
      key: `focus ${now} ${line}`,
      at: now,
      until: now + hour,
      line: `${line}: ${ran.title || 'Focus'}`,
      holds,
    })
  }
  const pass = () => {
    const before = focus.seen()
    focus.take({ is: 'pass', seconds: 60 })
    now += minute
    const after = focus.seen()
    const [wasAhead, isAhead] = [(before.left ?? 0) > 0, (after.left ?? 1) > 0]
    const self = running
    if (before.runs && !after.runs) {
      end()
      tell('Focus is over and the timer has stopped', () => true)
    } else if (!before.runs && after.runs) {
      begin(ran)
      const begun = running
      tell('The break is over and the next round begins', () => running === begun)
    } else if (before.phase === 'work' && wasAhead && !isAhead) {
      const isLong = block.rounds > 0 && before.round === block.rounds
      tell(
        `Focus is over, time for a break of ${hours((isLong ? block.long_break : block.short_break) / 60)}`,
        () => running === self && (focus.seen().left ?? 1) <= 0,
      )
    } else if (before.phase?.endsWith('break') && wasAhead && !isAhead)
      tell('The break is over', () => running === null && focus.seen().phase?.endsWith('break') === true)
    for (const planned of [...state.blocks.values()])
      if (planned.start + planned.minutes * minute <= now) {
        count(planned, planned.start + planned.minutes * minute)
        state.blocks.delete(planned.id)
      }
  }
  const take = (step: Step, what = ran) => {
    const before = focus.seen()
    focus.take(step)
    const after = focus.seen()
    if (step.is === 'start') {
      if (step.pattern) block = step.pattern
      end()
      begin(what)
    } else if (before.runs && !after.runs) end()
    else if (!before.runs && after.runs) begin(ran)
  }

  const isQuiet = (at: number) => {
    const { minute: shown } = clocksIn(state.zone).at(at)
    if (state.quiet && (shown >= state.quiet.from || shown < state.quiet.to)) return true
    return state.quietDaysOff && (state.off.has(today(at)) || one.restDays.includes(weekday(today(at))))
  }

  const around = new Map<string, { date: string; on: number }[]>()
  /** Times of the day around now, on chosen weekdays. */
  const times = (at: number, days: number[]) => {
    const date = today()
    const dates =
      around.get(date) ?? [-4, -3, -2, -1, 0, 1].map((n) => ({ date: later(date, n), on: weekday(later(date, n)) }))
    around.set(date, dates)
    return dates.flatMap((one) => (days.includes(one.on) ? [{ date: one.date, at: instant(one.date, at) }] : []))
  }

  const readers: { [kind in Kind]: () => Omit<Candidate, 'kind'>[] } = {
    focus: () => told.filter(({ holds }) => holds()),
    timer_runs: () => {
      const { minutes } = one.values.timer_runs
      const at = (running?.start ?? 0) + minutes * minute
      const line = `A timer has run for ${hours(minutes)}: ${running?.title}`
      return running ? [{ key: `timer ${at}`, at, until: at + day, line }] : []
    },
    no_timer: () => {
      const { minutes, from, to, days } = one.values.no_timer
      if (running) return []
      return times(from, days).flatMap(({ date, at: opens }) => {
        const closes = instant(date, to)
        let free = lastEnd > opens && lastEnd < closes ? lastEnd : opens
        for (const { start, minutes: long } of [...state.blocks.values()].sort((a, b) => a.start - b.start))
          if (start < free + minutes * minute && start + long * minute > free) free = start + long * minute
        const at = free + minutes * minute
        const line =
          free === opens ? 'No timer runs yet' : `Nothing has run since ${clock(clocksIn(state.zone).at(free).minute)}`
        return at < closes ? [{ key: `none ${date} ${free === opens ? '' : free}`, at, until: closes, line }] : []
      })
    },
    planned_begins: () =>
      [...state.blocks.values()].map(({ id, title, start, minutes }) => {
        const at = start - one.values.planned_begins.minutes * minute
        const line = `Planned at ${clock(clocksIn(state.zone).at(start).minute)}: ${title}`
        return { key: `${id} ${start}`, at, until: start + minutes * minute, begins: start, line }
      }),
    meeting_begins: () =>
      [...state.meetings.values(), ...seriesMeetings(state.series, today())].flatMap((meeting) => {
        const { id, title, zone, made, when, length: minutes } = meeting
        const begins = clocksIn(zone).instant(...when)
        const at = begins - one.values.meeting_begins.minutes * minute
        const line = `Meeting at ${clock(clocksIn(state.zone).at(begins).minute)}: ${title}`
        return begins <= made
          ? []
          : [{ key: `${id} ${begins}`, at: Math.max(at, made), until: begins + minutes * minute, begins, line }]
      }),
    plan_day: () =>
      times(one.values.plan_day.at, one.values.plan_day.days)
        .filter(({ date }) => state.planned < date)
        .map(({ date, at }) => ({ key: `plan ${date}`, at, until: dayEnd(date), line: 'Plan your day' })),
    close_day: () =>
      times(one.values.close_day.at, one.values.close_day.days)
        .filter(({ date }) => state.closed < date)
        .map(({ date, at }) => ({ key: `close ${date}`, at, until: dayEnd(date), line: 'Close the day' })),
    task_time: () =>
      [...state.tasks.values()].flatMap(({ id, title, made, time, due }) => {
        const [at, morning] = [time ? instant(...time) : null, due ? instant(due, one.values.task_time.at) : null]
        return [
          ...(time && at !== null
            ? [{ key: `${id} ${time}`, at, begins: at, line: `A task’s time has come: ${title}` }]
            : []),
          ...(due && morning !== null && morning !== at
            ? [{ key: `${id} ${due}`, at: morning, line: `A task has its deadline: ${title}` }]
            : []),
        ].flatMap((wanted) => (wanted.at >= made ? [{ ...wanted, until: wanted.at + 60 * day }] : []))
      }),
    cards_due: () =>
      times(one.values.cards_due.at, [1, 2, 3, 4, 5, 6, 7])
        .filter(({ date }) => date === today())
        .map(({ date, at }) => ({
          ...{ key: `cards ${date}`, at, until: dayEnd(date), line: state.cardDue <= date ? '1 card to review' : '' },
        })),
    review_week: () =>
      times(one.values.review_week.at, [one.values.review_week.day])
        .map(({ date, at }) => ({ week: weekOf(later(date, -2)), at }))
        .filter(({ week }) => !state.reviewed.has(week))
        .map(({ week, at }) => ({ key: `week ${week}`, at, until: at + 3 * day, line: 'Review your week' })),
    week_mail: () =>
      times(one.values.week_mail.at, [one.values.week_mail.day]).map(({ date, at }) => ({
        ...{ key: `mail ${weekOf(later(date, -2))}`, at, until: at + 3 * day, line: 'Your week' },
      })),
    goal_behind: () => {
      const late = [...state.goals].filter(([, late]) => late <= today()).map(([title]) => title)
      const line = `${late.length} goal${late.length === 1 ? '' : 's'} behind: ${late.sort().join(', ')}`
      return times(one.values.goal_behind.at, [one.values.goal_behind.day]).map(({ date, at }) => ({
        ...{ key: `goals ${date}`, at, until: at + 3 * day, line: late.length > 0 ? line : '' },
      }))
    },
    app_earned: () => {
      const week = weekOf(today())
      const earned = [
        { is: (sums.get(today())?.all ?? 0) >= one.apps.day, name: 'Day app', from: today(), to: dayEnd(today()) },
        {
          is: ofProject(week, later(week, 7)) >= one.apps.week,
          ...{ name: 'Week app', from: week, to: dayEnd(later(week, 6)) },
        },
      ]
      return earned
        .filter(({ is }) => is)
        .map(({ name, from, to }) => ({
          ...{ key: `${name} ${from}`, at: now, until: to, line: `An app is unlocked: ${name}` },
        }))
    },
    budget_used: () => {
      const { minutes, period } = one.budget
      const month = today().slice(0, 7)
      const used = ofProject(period === 'all' ? '' : `${month}-01`)
      const percent = Math.floor((100 * used) / minutes)
      const mark = percent >= 100 ? 100 : 80
      const title = mark === 100 ? 'A budget is used up' : 'A budget is nearly used'
      const left = used > minutes ? `${hours(used - minutes)} over` : `${hours(minutes - used)} left`
      const line = `${title}: Project (${percent} %, ${left})`
      return percent < 80
        ? []
        : [{ key: `budget ${period === 'all' ? '' : month} ${mark}`, at: now, until: lasts, line }]
    },
  }

  const sent = new Map<string, Sent>()
  /** Keys of what is open, and of what was given up while settings changed. */
  const [waiting, lost] = [new Set<string>(), new Map<string, string>()]
  /** A reminder that could not be sent is given up 26 hours after the time of its last try. */
  const givenUpAt = (due: number) => tries.reduce((at, wait) => at + wait * minute, due) + 26 * hour
  const isDone = (device: string, key: string) => sent.get(key)?.isDone && sent.get(on(device, key))?.isDone !== false
  const forget = () => {
    for (const kind of kinds)
      for (const { key, at, line } of readers[kind]())
        if (givenUpAt(at) < now + hour && !['a', 'b'].every((device) => isDone(device, key))) lost.set(key, line)
  }
  /** Reminders that go now: none in quiet, and only the most pressing within a phase of focus. */
  const due = () => {
    told = told.filter(({ until }) => until > now)
    const { phase, left } = focus.seen()
    const phaseEnd = phase === 'work' && (left ?? 0) > 0 ? now + (left ?? 0) * 1000 : null
    return kinds.flatMap((kind) => {
      const since = state.since.get(kind)
      if (since === undefined) return []
      const isHeld = kind !== 'focus' && isQuiet(now)
      return readers[kind]().flatMap((wanted): Sent[] => {
        if (wanted.at > now || lost.has(wanted.key)) return []
        // Its time was set behind now, as by a journey.
        const isNew = !waiting.has(wanted.key)
        if (isNew && givenUpAt(wanted.at) < now) return []
        // Once quiet is over, that is perhaps longer ago than the product looks back.
        if (isNew && isHeld && wanted.at < now - hour) lost.set(wanted.key, wanted.line)
        waiting.add(wanted.key)
        if (isHeld) return []
        const first = sent.get(wanted.key) ?? { tries: 0, next: 0, isDone: false, snoozed: false }
        const open = [...state.statuses].flatMap(([name, status]) => (status === 0 ? [] : [name]))
        const left = open.flatMap((device) => sent.get(on(device, wanted.key)) ?? [])
        return (first.isDone && !isMail(kind) ? left : [first]).flatMap((known) => {
          const until = known.snoozed ? Math.max(wanted.until, known.next + hour) : wanted.until
          if (known.isDone || wanted.at < since || Math.max(wanted.at, known.next) > now || until <= now) return []
          if (kind !== 'focus' && phaseEnd !== null && phaseEnd < Math.min(until, wanted.begins ?? until)) return []
          return [{ ...known, ...wanted, until, kind }]
        })
      })
    })
  }
  const isMail = (kind: Kind) => kind === 'week_mail' || one.mails.includes(kind)
  /** Sends it, and returns who was told what. */
  const deliver = () => {
    const open = [...state.statuses].filter(([, status]) => status !== 0)
    const chosen = open.filter(([name]) => name === one.device)
    const askedOf = ({ device }: Pick<Sent, 'device'>) =>
      device ? open.filter(([name]) => name === device) : chosen.length > 0 ? chosen : open
    const tookOf = (wanted: Pick<Sent, 'device'>) =>
      askedOf(wanted).flatMap(([name, status]) => (status === 201 ? [name] : []))
    const all = due().map(
      (one): Told => ({
        ...one,
        waited: one.kind !== 'focus' && isQuiet(one.snoozed ? one.next : one.at),
        isAhead: (one.begins ?? 0) > now,
      }),
    )
    const lines = all.flatMap((wanted) => {
      const { key, kind, line, device } = wanted
      const took = tookOf(wanted)
      const later = askedOf(wanted).flatMap(([name, status]) => (status >= 429 ? [name] : []))
      // Where there is nothing to say at its time, nobody is told later.
      const isTaken = isMail(kind) || took.length > 0 || line === ''
      const more = wanted.tries + 1
      const wait = tries[wanted.tries]
      const isOver = isTaken || later.length === 0 || wait === undefined
      const next = isOver ? wanted.next : now + wait * minute
      sent.set(device ? on(device, key) : key, { ...wanted, tries: more, next, isDone: isOver, snoozed: false })
      if (!device && !isMail(kind) && took.length > 0 && line !== '') {
        for (const name of took) {
          const known = sent.get(on(name, key))
          if (known) sent.set(on(name, key), { ...known, isDone: true })
        }
        for (const name of later) {
          const known = sent.get(on(name, key)) ?? { tries: 1, isDone: false, snoozed: false }
          sent.set(on(name, key), { ...wanted, ...known, next: now + minute, device: name })
        }
      }
      if (line === '') return []
      return isMail(kind) ? [`mail ${line}`] : took.map((name) => `${name} ${line}`)
    })
    const pushed = all.filter(({ kind, line }) => !isMail(kind) && line !== '')
    const together = [undefined, ...open.map(([name]) => name)].map((device) => {
      const kept = pushed.filter((one) => one.device === device && one.waited && !comesAlone(one))
      return one.together && kept.length > 1 ? tookOf({ device }).length : 0
    })
    for (const [name, status] of pushed.flatMap(askedOf)) if (status === 410) state.statuses.set(name, 0)
    return { lines: lines.sort(), all, together: together.reduce((sum, of) => sum + of, 0) }
  }
  /** A kind that is turned on tells nothing that was so before. */
  const know = (kind: Kind) => {
    for (const one of kind === 'app_earned' || kind === 'budget_used' ? readers[kind]() : [])
      if (!sent.has(one.key)) sent.set(one.key, { ...one, kind, tries: 1, next: 0, isDone: true, snoozed: false })
  }
  return {
    ...{
      know,
      forget,
      lost,
      first,
      state,
      take,
      begin,
      deliver,
      due,
      today,
      instant,
      weekOf,
      dateIn,
      clocksIn,
      sent,
      count,
      isMail,
    },
    now: () => now,
    passTo: (to: number, watch: () => void = () => undefined) => {
      while (now < to) {
        pass()
        if (now < to) watch()
      }
    },
  }
}
export type Month = ReturnType<typeof monthOf>
