/** GitHub and Resend refuse (403) requests without a User-Agent, which a Worker does not send by itself. */
export const userAgent = 'Daymark'
