import type { ChartOptions, Plugin } from 'chart.js'
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js'
import { duration } from '../../functions/lib/time/duration'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)

/** One bar, a line of `data-bars`. */
type Bar = {
  /** `Fri 20 Nov` */
  name: string
  hours: number
  met: boolean
  /** True for a period that is not over: drawn dashed */
  open: boolean
  /** hours of the comparison range, if there is one */
  before: number | undefined
  /** hours of the second part on top, if there is one */
  other: number | undefined
  /** label under the bar, or empty */
  tick: string
  /** link to its sessions; empty without sessions */
  href: string
}

const hoursOf = (seconds: string) => (seconds === '' ? undefined : Number(seconds) / 3600)

/** Parses `data-bars`, one bar per line. */
export const readBars = ({ bars = '', path = '' }: DOMStringMap): Bar[] =>
  bars.split('\n').map((line) => {
    const [name = '', from = '', to = '', seconds = '', state, tick = '', before = '', other = ''] = line.split(',')
    return {
      name,
      hours: Number(seconds) / 3600,
      met: state === 'met',
      open: state === 'open',
      before: hoursOf(before),
      other: hoursOf(other),
      tick,
      href: Number(seconds) + Number(other) > 0 ? path.replace(':from', from).replace(':to', to) : '',
    }
  })

/** Resolves design tokens for the current theme. A custom property alone would still contain both themes. */
const readColors = (canvas: HTMLElement) => {
  const color = (token: string) => {
    canvas.style.color = `var(--${token})`
    return getComputedStyle(canvas).color
  }
  const [ink, grey, line, lineFirm] = [color('ink'), color('grey'), color('line'), color('line-firm')]
  const [met, below, open, paper] = [color('accent'), color('accent-soft'), color('accent-wash'), color('paper')]
  canvas.style.color = ''
  return { ink, grey, line, lineFirm, met, below, open, paper }
}

const steps = [0.25, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 24, 40, 60, 100, 168, 250]
const gridLines = 4

/** The distance between grid lines in hours, for about four lines. */
const stepFor = (hours: number) => steps.find((step) => hours <= step * gridLines) ?? 250

/** `2h`, `30m`; empty for the base line */
const hoursLabel = (hours: number) => {
  if (hours === 0) return ''
  return hours < 1 ? `${hours * 60}m` : `${hours}h`
}

/** `2h 05m` */
const timeOf = (hours: number) => duration(Math.round(hours * 3600))

const totalHours = ({ hours, other = 0 }: Bar) => hours + other

/** Draws a dashed line at the target, dashed outlines for open periods, and the time above the longest bar. */
const marks = (bars: Bar[], targetHours: number, ink: string, met: string): Plugin<'bar'> => ({
  id: 'marks',
  afterDatasetsDraw: (chart) => {
    const { ctx, chartArea, scales } = chart
    const { y } = scales
    if (!y) return
    ctx.save()
    ctx.fillStyle = ink
    ctx.setLineDash([2, 3])
    ctx.strokeStyle = met
    for (const [index, { open, hours }] of bars.entries()) {
      const bar = chart.getDatasetMeta(0).data[index]
      if (!open || hours === 0 || !bar) continue
      const { x, y, base, width } = bar.getProps(['x', 'y', 'base', 'width'])
      ctx.strokeRect(x - width / 2 + 0.5, y + 0.5, width - 1, Math.max(base - y - 0.5, 0))
    }
    ctx.strokeStyle = ink
    if (targetHours > 0) {
      const height = Math.round(y.getPixelForValue(targetHours)) + 0.5
      ctx.beginPath()
      ctx.moveTo(chartArea.left, height)
      ctx.lineTo(chartArea.right, height)
      ctx.stroke()
    }
    const [longest] = bars.map((bar, index) => ({ bar, index })).sort((a, b) => totalHours(b.bar) - totalHours(a.bar))
    const top = longest?.bar.other === undefined ? 0 : 1
    const element = longest && totalHours(longest.bar) > 0 ? chart.getDatasetMeta(top).data[longest.index] : undefined
    if (longest && element) {
      const text = timeOf(totalHours(longest.bar))
      ctx.font = `500 ${Chart.defaults.font.size}px ${Chart.defaults.font.family}`
      const half = ctx.measureText(text).width / 2
      ctx.textAlign = 'center'
      ctx.fillText(text, Math.min(Math.max(element.x, chartArea.left + half), chartArea.right - half), element.y - 5)
    }
    ctx.restore()
  },
})

type Colors = ReturnType<typeof readColors>
type Scales = NonNullable<ChartOptions<'bar'>['scales']>

/** Chart.js datasets: tracked time, the second part stacked on it, and the comparison range next to them. */
const datasetsOf = (bars: Bar[], isStacked: boolean, { line, lineFirm, met, below, open }: Colors) => {
  const shape = { categoryPercentage: 0.85, barPercentage: 0.9, maxBarThickness: 48 }
  const pastColors = { backgroundColor: line, borderColor: lineFirm, borderWidth: 1 }
  const hours = {
    data: bars.map(({ hours }) => hours),
    backgroundColor: bars.map((bar) => (isStacked || bar.met ? met : bar.open ? open : below)),
    ...shape,
  }
  const others = { data: bars.map(({ other = 0 }) => other), backgroundColor: below, ...shape }
  const past = { data: bars.map(({ before = 0 }) => before), ...pastColors, ...shape }
  return [hours, ...(isStacked ? [others] : []), ...(bars.some(({ before }) => before !== undefined) ? [past] : [])]
}

/** @param highest number of hours at the top of the chart */
const scalesOf = (bars: Bar[], isStacked: boolean, highest: number, { grey, line, lineFirm }: Colors): Scales => ({
  x: {
    stacked: isStacked,
    grid: { display: false },
    border: { color: lineFirm },
    afterBuildTicks: (axis) => {
      axis.ticks = axis.ticks.filter(({ value }) => bars[value]?.tick)
    },
    ticks: { color: grey, maxRotation: 0, autoSkipPadding: 12, callback: (value) => bars[Number(value)]?.tick },
  },
  y: {
    min: 0,
    stacked: isStacked,
    suggestedMax: highest,
    border: { display: false },
    grid: { color: line, tickLength: 0 },
    ticks: { color: grey, padding: 8, stepSize: stepFor(highest), callback: (value) => hoursLabel(Number(value)) },
  },
})

/** Draws the chart of a canvas from its `data-bars`. */
export const drawChart = (canvas: HTMLCanvasElement) => {
  const bars = readBars(canvas.dataset)
  const targetHours = Number(canvas.dataset.target ?? 0) / 3600
  const colors = readColors(canvas)
  const { ink, met, paper } = colors
  const highest = Math.max(targetHours, ...bars.flatMap((bar) => [totalHours(bar), bar.before ?? 0])) * 1.05
  const isStacked = bars.some(({ other }) => other !== undefined)
  const font = { family: getComputedStyle(document.body).fontFamily, size: 11 }
  Chart.defaults.font = { ...Chart.defaults.font, ...font }

  return new Chart(canvas, {
    type: 'bar',
    plugins: [marks(bars, targetHours, ink, met)],
    data: { labels: bars.map(({ name }) => name), datasets: datasetsOf(bars, isStacked, colors) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 14 } },
      scales: scalesOf(bars, isStacked, highest, colors),
      plugins: {
        tooltip: {
          displayColors: false,
          backgroundColor: ink,
          titleColor: paper,
          bodyColor: paper,
          cornerRadius: 3,
          callbacks: {
            label: ({ datasetIndex, parsed }) => {
              const time = timeOf(parsed.y ?? 0)
              if (isStacked) return `${time} ${datasetIndex === 0 ? 'allowed' : 'other'}`
              return datasetIndex === 0 ? time : `${time} before`
            },
          },
        },
      },
      onHover: (_, [over]) => {
        canvas.style.cursor = over && bars[over.index]?.href ? 'pointer' : ''
      },
      onClick: (_, [clicked]) => {
        const href = clicked && bars[clicked.index]?.href
        if (href) location.assign(href)
      },
    },
  })
}
