/** The User-Agent of the contract runner, by which its requests are told from those of clients. */
export const runnerUserAgent = 'orgmock'
