import { onHtmx } from '../dom'

type Times = {
  /** Field that is computed from the other two. It is sent empty. */
  third?: HTMLInputElement
  /** Field that was typed in last. */
  last?: HTMLInputElement
  typed: Set<string>
  request?: AbortController
}

const known = new WeakMap<HTMLFormElement, Times>()

const timesIn = (form: HTMLFormElement) => form.querySelectorAll<HTMLInputElement>('[data-times]')

const timesOf = (form: HTMLFormElement) => {
  const times = known.get(form) ?? { typed: new Set() }
  known.set(form, times)
  return times
}

/** Requests the missing time (start, end or duration), computed as it would be saved. */
const fill = async (form: HTMLFormElement, times: Times) => {
  times.request?.abort()
  times.request = new AbortController()
  const { signal } = times.request
  const [first] = timesIn(form)
  const names = ['date', 'started_at', 'ended_at', 'duration', 'time_zone']
  const sent = [...new FormData(form)].flatMap(([name, value]) => (names.includes(name) ? [[name, String(value)]] : []))
  const answer = await fetch(`${first?.dataset.times}?${new URLSearchParams(sent)}`, { signal })
  const texts: Record<string, string> = answer.ok ? await answer.json() : {}
  for (const field of timesIn(form)) {
    const text = texts[field.name]
    if (text === undefined || signal.aborted || field === times.last) continue
    times.third = field
    field.defaultValue = text
    field.value = text
  }
}

/** The field that is computed from the other two. A typed end is kept: a shorter duration then means idle time. */
const thirdOf = (form: HTMLFormElement, { typed, last }: Times) => {
  const [start, end, duration] = timesIn(form)
  if (last !== duration) return (last === start ? end : start)?.value ? duration : last === start ? end : start
  return !start?.value ? start : typed.has('ended_at') ? undefined : end
}

document.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.form === null) return
  const { form } = target
  if (target.dataset.times === undefined && !(known.has(form) && /^(date|time_zone)$/.test(target.name))) return
  const times = timesOf(form)
  if (target.dataset.times !== undefined) {
    if (times.third) times.typed.delete(times.third.name)
    times.typed.add(target.name)
    if (target !== times.last) {
      times.last = target
      times.third = thirdOf(form, times)
    }
    if (target.value === '') times.third = undefined
  }
  fill(form, times).catch(() => undefined)
})

document.addEventListener('formdata', ({ target, formData }) => {
  const third = target instanceof HTMLFormElement && known.get(target)?.third
  if (third) formData.set(third.name, '')
})

const fillAll = () => {
  for (const { form } of document.querySelectorAll<HTMLInputElement>('[data-times]'))
    if (form && !known.has(form)) fill(form, timesOf(form)).catch(() => undefined)
}
onHtmx('after:swap', fillAll)
fillAll()
