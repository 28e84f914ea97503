import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

/** Signs tokens, and what checks their signatures. */
export interface KeyPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

// No secret: a key for tests, made for orgmock, which opens nothing but its fakes. RSA of 2048 bits (PKCS #1), marked for secret scanners.
const published =
  'MIIEpQIBAAKCAQEA5GWlpG3rtPaXAYB8gVFa+5Vt4/+84pQ2G1APv1WfsMSeFf1ICKEPfCR1wosxDwFpOq/NFVl9mpjdwI/qos/BkB5E0AqYM8AttNtePLY6VOl9jF2HLnqY96IxAfqHO2BpNKiH8RhmIzSx0nZvHkvY2pJiT69JCsgSg58ajASlB7OAWCwEkPTyjJNH2ogaOhUttgOwnDgf90Zrb+vzaIatJJUXJjjPklDg4NLloORF+U+rLnr3nV5gpDP3wdIgUkNIcuhAjS6r2z1TL0XMP1in04dj+bDrkOHI9Ha8edmPs3nI2Eaf9CckDdtXHRMBgbBNGCPPm2h6F6CFZ6WRd0IUQQIDAQABAoIBADkumcIJIzIzaqsdmA5oZ/cE+nZS2N+Ba+p6qPamYUzIbSvkNdyzNkVGe5UxdB7lo4rl6NqnhSLnkt1bKsuIaFXEvkW34VNTkh3trjJVDVWk/6Hc6LNiTlnxaYOtTZ44DR758s8R5MB7uOmQbVGQe8J9U8/PeuIQJVJ+yw6zOv4qIYJEvbbClAkXqtiiSsrbGH0DVlNdYMoniwl+PTV/0LwzIDGpQDHbYFVpow0F+KxmmoPNJQiFRL1HVpI+fXYGDAMDF6XlwyejnGiZFbt/ap1+pjPCWOqy3JTR/3iPiTa8XQmbbQT3vw0sU8YZgrXiSskp5xMP9h9qpZvX5OZZ0mECgYEA/p0jZb6VkAw3sSFC3tDkM7KqgKqcyT1+XC3j+O5TnGY+YNmzZHpJrU8PonAdoD9FrN9N9JKXMTd9KimnOerZd41ZvaDCCSZtnvPU5dWGDkvTC6RE1/xIQPzkF+kAwd7xuUzcPGAd1eQXqVh9fE24iRnhdNgOZ0A1i5Z7n5LkELcCgYEA5aP4RQYK1wX6q1BYBqhhulrJGJ+LTB+giVAdl5BWqnSi6Cat1IQQZ1sv2J4Zj9jBXeG3a8zVNSBjHZPYRpFME+gxG09R6IUGj3hkEecu/m4419v3bJ8GgfsXAcOpuGN8JOuEf0gSuo1wyRCj3JWfIoz6FOmvjgu0SjkM+chtmscCgYEAuE1oxQpa2uVtHsOT0xPkS+PFddOKIEVqBTGWtqdVUH3WI2cSauX2FQSIra14VHnYZpVRqXq/BHpFGNMD4HG2Lsrbrd8C9XqimQ+pCSExo4GRZ/jleG5+osQsG36m9K77zITtWqq8jgpIcmXCl8rujBd20oxeiLC60asBG3ZJrisCgYEAuZaj3fy9I/wEExHSokbQ/I/Ed+7w3+urjW2/DK+tKwMqaV5hHCBDNZSffXyAgh2WYO47k5auNMpg8BV9M8LXbjs3/K9FLhrcK3ULwuBIvX2M2P8/3nxDASdQ968O6iMUwK3Knic8Y6JNpWGaXHpbasvujJoztCPHaDjlQLV3xx8CgYEA7I5+pzsMr3cdMIWAm1XwL5JHSOlVjB4fCdeB/6QLO654jYa0x0zwEua+yoNw57ZR80roLdDot4y+SvMIYG6uBb3qaaL1jYHU+vSCCB66163fUA4IQE0pQKVJyHrwF2V0mAo52PZYv+Q8ixP5i4byjmTok6F3K96ZiJGHNor2Cdw=' // gitleaks:allow trufflehog:ignore pragma: allowlist secret

let pair: KeyPair | undefined

/**
 * One key for every fake, since making one takes a hundred times as long as a request; what tells seeds apart is the key's id. It is read
 * when it is first wanted: only providers with tokens pay for it.
 */
export function publishedKey(): KeyPair {
  if (pair === undefined) {
    const privateKey = createPrivateKey({ key: Buffer.from(published, 'base64'), format: 'der', type: 'pkcs1' })
    pair = { privateKey, publicKey: createPublicKey(privateKey) }
  }
  return pair
}
