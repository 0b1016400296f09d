import '../lists/roving-tabindex'

type ChartScript = typeof import('./chart')

type Drawn = { chart: ReturnType<ChartScript['drawChart']>; canvas: HTMLCanvasElement; source: string }

const path = document.currentScript?.dataset.chart ?? ''

let loading: Promise<ChartScript> | undefined

/** Loads the chart script once. After a failure the next call tries again. */
const load = () => {
  loading ??= import(path).catch((error) => {
    loading = undefined
    throw error
  })
  return loading
}

/** Drawn charts by canvas id. `source` is the data from which the chart was drawn. */
const charts = new Map<string, Drawn>()

const canvases = () => document.querySelectorAll<HTMLCanvasElement>('canvas[data-bars]')

const sourceOf = ({ dataset: { target, bars } }: HTMLCanvasElement) => [target, bars].join()

/** Draws a chart if its data has changed, or if `force`. */
const drawChanged = async (canvas: HTMLCanvasElement, force = false) => {
  const { drawChart } = await load()
  const source = sourceOf(canvas)
  const before = charts.get(canvas.id)
  if (!canvas.isConnected || (!force && before?.canvas === canvas && before.source === source)) return
  before?.chart.destroy()
  charts.set(canvas.id, { chart: drawChart(canvas), canvas, source })
}

/** Draws a chart once a tenth of it is visible. On a phone that is after the first scroll, if ever. */
const watcher = new IntersectionObserver(
  async (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLCanvasElement)) continue
      await drawChanged(target)
      watcher.unobserve(target)
    }
  },
  { threshold: 0.1 },
)

/** Redraws charts whose data has changed, or all drawn ones if `force`, and observes the others. */
const update = (force = false) => {
  const present = [...canvases()]
  for (const [id, { chart, canvas }] of charts) {
    if (present.includes(canvas)) continue
    chart.destroy()
    charts.delete(id)
  }
  for (const canvas of present) {
    if (charts.has(canvas.id)) drawChanged(canvas, force)
    else watcher.observe(canvas)
  }
}

update()
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => update(true))
document.addEventListener('htmx:after:swap', () => update())
addEventListener('beforeprint', () => {
  for (const canvas of canvases()) drawChanged(canvas)
})
