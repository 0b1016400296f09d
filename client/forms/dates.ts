import { closestTo, onHtmx } from '../dom'

/** Hashed name of client/forms/date-picker.ts (scripts/build.ts). */
declare const datePickerScript: string

const { load } = onDemand(() => [datePickerScript])

/** A phone's own picker is better there than a field to type in. */
const isTouch = matchMedia('(hover: none) and (pointer: coarse)')

/** Gives a touch screen its own picker, with the date in the reader's words, as its own order is that of the browser. */
const dress = (field: HTMLInputElement) => {
  const { day = '' } = field.dataset
  if (isTouch.matches && field.value === field.defaultValue && (day || field.value === '')) {
    field.dataset.words = day && field.value
    field.type = 'date'
    field.defaultValue = field.value = day
    return
  }
  field.role = 'combobox'
  field.ariaHasPopup = 'dialog'
  field.ariaExpanded = 'false'
}

const dressAll = () =>
  document.querySelectorAll<HTMLInputElement>('input[data-date]:not([role], [type="date"])').forEach(dress)

addEventListener('focusin', (event) => closestTo(event, '.with-icon') && load())
addEventListener(
  'keydown',
  (event) => {
    if (event.key === 'ArrowDown' && closestTo(event, '[data-date][role]')) load(event, 'waits')
  },
  true,
)
addEventListener('click', (event) => closestTo(event, '.with-icon button') && load(event, 'waits'), true)
onHtmx('after:swap', dressAll)
dressAll()
