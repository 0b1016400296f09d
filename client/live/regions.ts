import { onHtmx } from '../dom'
/**
 * Sends the page's regions with each request: `data-region` is the name and query of a region. The server adds the
 * changed regions to its response to a write.
 */
export const sendRegions = () =>
  onHtmx('config:request', (ctx) => {
    const regions = document.querySelectorAll<HTMLElement>('[data-region]')
    ctx.request.headers['X-Regions'] = [...regions].map(({ dataset }) => dataset.region).join(' ')
  })
