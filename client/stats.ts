import { BarController, BarElement, CategoryScale, Chart, LinearScale, type Plugin, Tooltip } from 'chart.js'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)

/** A row of the page's own table, as a bar. */
type Bar = {
  /** `Fri 20 Nov` */
  name: string
  /** `3h 25m` */
  time: string
  hours: number
  met: boolean
  /** In hours, where it is compared: as many days before. */
  before: number | undefined
  /** In hours, where the bar has a second part on top. */
  other: number | undefined
  /** What stands under the bar, if anything. */
  tick: string
  /** The sessions behind it. */
  href: string | undefined
}

const hoursOf = (seconds: string | undefined) => (seconds === undefined ? undefined : Number(seconds) / 3600)

const readBars = (selector: string): Bar[] =>
  [...document.querySelectorAll<HTMLElement>(selector)].reverse().map((row) => {
    const [seconds, target] = [Number(row.dataset.seconds), Number(row.dataset.target)]
    return {
      name: row.querySelector('th')?.textContent ?? '',
      time: row.querySelector('time')?.textContent ?? 'none',
      hours: seconds / 3600,
      met: target > 0 && seconds >= target,
      before: hoursOf(row.dataset.before),
      other: hoursOf(row.dataset.other),
      tick: row.dataset.tick ?? '',
      href: row.querySelector('a')?.href,
    }
  })

/** The tokens as the present theme has them: a custom property by itself would still hold both themes. */
const readColors = (canvas: HTMLElement) => {
  const color = (token: string) => {
    canvas.style.color = `var(--${token})`
    return getComputedStyle(canvas).color
  }
  const [ink, grey, line, lineFirm] = [color('ink'), color('grey'), color('line'), color('line-firm')]
  const [met, below, paper] = [color('accent'), color('accent-soft'), color('paper')]
  canvas.style.color = ''
  return { ink, grey, line, lineFirm, met, below, paper }
}

const steps = [0.25, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 24, 40, 60, 100, 168, 250]
const lines = 4

/** The distance between lines, in hours, that parts the height into about four. */
const stepFor = (hours: number) => steps.find((step) => hours <= step * lines) ?? 250

/** `2h`, `30m`; the base line needs no number. */
const hoursLabel = (hours: number) => {
  if (hours === 0) return ''
  return hours < 1 ? `${hours * 60}m` : `${hours}h`
}

/** `2h 05m` */
const timeOf = (hours: number) => {
  const minutes = Math.floor(Math.round(hours * 3600) / 60)
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`
}

const wholeOf = ({ hours, other = 0 }: Bar) => hours + other

/** The dashed line at the target, where there is one, and the time above the longest bar. */
const marks = (bars: Bar[], targetHours: number, ink: string): Plugin<'bar'> => ({
  id: 'marks',
  afterDatasetsDraw: (chart) => {
    const { ctx, chartArea, scales } = chart
    const { y } = scales
    if (!y) return
    ctx.save()
    ctx.strokeStyle = ctx.fillStyle = ink
    ctx.setLineDash([2, 3])
    if (targetHours > 0) {
      const height = Math.round(y.getPixelForValue(targetHours)) + 0.5
      ctx.beginPath()
      ctx.moveTo(chartArea.left, height)
      ctx.lineTo(chartArea.right, height)
      ctx.stroke()
    }
    const [longest] = bars.map((bar, index) => ({ bar, index })).sort((a, b) => wholeOf(b.bar) - wholeOf(a.bar))
    const top = longest?.bar.other === undefined ? 0 : 1
    const place = longest && wholeOf(longest.bar) > 0 ? chart.getDatasetMeta(top).data[longest.index] : undefined
    if (longest && place) {
      const text = top === 0 ? longest.bar.time : timeOf(wholeOf(longest.bar))
      ctx.font = `500 ${Chart.defaults.font.size}px ${Chart.defaults.font.family}`
      const half = ctx.measureText(text).width / 2
      ctx.textAlign = 'center'
      ctx.fillText(text, Math.min(Math.max(place.x, chartArea.left + half), chartArea.right - half), place.y - 5)
    }
    ctx.restore()
  },
})

const draw = (canvas: HTMLCanvasElement) => {
  const bars = readBars(canvas.dataset.rows ?? '')
  const targetHours = Number(canvas.dataset.target ?? 0) / 3600
  const { ink, grey, line, lineFirm, met, below, paper } = readColors(canvas)
  const highest = Math.max(targetHours, ...bars.flatMap((bar) => [wholeOf(bar), bar.before ?? 0])) * 1.05
  const shape = { categoryPercentage: 0.85, barPercentage: 0.9, maxBarThickness: 48 }
  const parted = bars.some(({ other }) => other !== undefined)
  const others = parted ? [{ data: bars.map(({ other = 0 }) => other), backgroundColor: below, ...shape }] : []
  const past = bars.some(({ before }) => before !== undefined)
    ? [
        {
          data: bars.map(({ before = 0 }) => before),
          backgroundColor: line,
          borderColor: lineFirm,
          borderWidth: 1,
          ...shape,
        },
      ]
    : []
  const font = { family: getComputedStyle(document.body).fontFamily, size: 11 }
  Chart.defaults.font = { ...Chart.defaults.font, ...font }

  return new Chart(canvas, {
    type: 'bar',
    plugins: [marks(bars, targetHours, ink)],
    data: {
      labels: bars.map(({ name }) => name),
      datasets: [
        {
          data: bars.map(({ hours }) => hours),
          backgroundColor: bars.map((bar) => (parted || bar.met ? met : below)),
          ...shape,
        },
        ...others,
        ...past,
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 14 } },
      scales: {
        x: {
          stacked: parted,
          grid: { display: false },
          border: { color: lineFirm },
          afterBuildTicks: (axis) => {
            axis.ticks = axis.ticks.filter(({ value }) => bars[value]?.tick)
          },
          ticks: { color: grey, maxRotation: 0, autoSkipPadding: 12, callback: (value) => bars[Number(value)]?.tick },
        },
        y: {
          min: 0,
          stacked: parted,
          suggestedMax: highest,
          border: { display: false },
          grid: { color: line, tickLength: 0 },
          ticks: {
            color: grey,
            padding: 8,
            stepSize: stepFor(highest),
            callback: (value) => hoursLabel(Number(value)),
          },
        },
      },
      plugins: {
        tooltip: {
          displayColors: false,
          backgroundColor: ink,
          titleColor: paper,
          bodyColor: paper,
          cornerRadius: 3,
          callbacks: {
            label: ({ dataIndex, datasetIndex, parsed }) => {
              const time = timeOf(parsed.y ?? 0)
              if (parted) return `${time} ${datasetIndex === 0 ? 'allowed' : 'other'}`
              return datasetIndex === 0 ? (bars[dataIndex]?.time ?? '') : `${time} before`
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

/** What is drawn now, by the id of its canvas: where, and from which text of which rows. */
const drawn = new Map<string, { chart: ReturnType<typeof draw>; canvas: HTMLCanvasElement; source: string }>()

const sourceOf = (canvas: HTMLCanvasElement) =>
  [
    canvas.dataset.target,
    ...[...document.querySelectorAll(canvas.dataset.rows ?? '')].map((row) => row.outerHTML),
  ].join()

/** Draws the page's charts, and again only those whose canvas or table is another by now. */
const follow = (again = false) => {
  const canvases = [...document.querySelectorAll<HTMLCanvasElement>('canvas[data-rows]')]
  for (const [id, { chart, canvas }] of drawn) {
    if (canvases.includes(canvas)) continue
    chart.destroy()
    drawn.delete(id)
  }
  for (const canvas of canvases) {
    const source = sourceOf(canvas)
    const before = drawn.get(canvas.id)
    if (!again && before?.source === source) continue
    before?.chart.destroy()
    drawn.set(canvas.id, { chart: draw(canvas), canvas, source })
  }
}

follow()
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => follow(true))
document.addEventListener('htmx:after:swap', () => follow())
