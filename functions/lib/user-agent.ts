/** As whom Daymark asks others: GitHub and Resend refuse (403) who does not say, and a Worker says nothing by itself. */
export const userAgent = 'Daymark'
