import { onHtmx } from '../dom'
/**
 * Says with each request which regions the page has, and what they show: `data-region` is the name and the query of one.
 * The server answers a write with those that it changed.
 */
export const sendRegions = () =>
  onHtmx('config:request', (ctx) => {
    const regions = document.querySelectorAll<HTMLElement>('[data-region]')
    ctx.request.headers['X-Regions'] = [...regions].map(({ dataset }) => dataset.region).join(' ')
  })
