import { sign } from "node:crypto";

/** A certificate that stands for one of SNS, made for these tests alone, and its key. */
export const SNS_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDCTCCAfGgAwIBAgIUaCNePvFL1X7CjVeu0jCdqn0Lq6swDQYJKoZIhvcNAQEL
BQAwEzERMA8GA1UEAwwIc25zLnRlc3QwIBcNMjYxMTI0MTUxMTQ5WhgPMjEyNjEw
MzExNTExNDlaMBMxETAPBgNVBAMMCHNucy50ZXN0MIIBIjANBgkqhkiG9w0BAQEF
AAOCAQ8AMIIBCgKCAQEA3E8GOW6E3M5h1kZ14Lxf1KNWaPHSgHuIX8bOaT/QQCWe
+EDZ24zf1FI0PZhxDEw0aQ3lGPivlI+UO3PhdN3HYW3jWddAm0uRUFRbkqrHl35U
HKsP0w3RIv+aBZTkHRpEob9laoq3N3f7bTSOvSRidPIWKUsZkVCN9C17bvX41BbA
vExdqGSO1mzzVhZ9FD7gJYHhlgfiN60nHanOx+SF6JTOXAADYLaJ8re6ibfHVMb0
CwjIQg58nkSGscyz3agQtvbo9r5jDRc+LfcnbVLyn8KW2iiWpSPz1Ag1f4bh/sZt
xDWVlwyKyEwPNtX/LbkfM/B610czTPOs8QPzIEaGlwIDAQABo1MwUTAdBgNVHQ4E
FgQUPEFI3yAS2U66USStINUVYMEKwC4wHwYDVR0jBBgwFoAUPEFI3yAS2U66USSt
INUVYMEKwC4wDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAIoIt
wenJ0EBeOO6TuDWLM3h/hgGx3rcUFR/8tjDWoBHnmGD8WOmetG3SePcuo3j0y6Dp
fDKN+GKtrHjFAgKducBoUtPuYDRuZiUhKVj6/IaqfypTV6pwvRJ+sNAD4H1uuUMm
o5BPnPELpNlcOeY0kYYtGaTsfwMjYbupwn7d2t7VNraTQtftoZrzclK8ve9XfgBI
iZnF/okFdg4ysegJ/daD8OauFximdTDwKkvADNktM/6Wdp7Y91DovMVbJWqTlPV7
tM3ANJAE6LyHgQvDkG9fQxwOBvdbxp86QP0aFydYT7Ktubqi5QE7u+SEVi5uYSWv
olUZ4m42Ay3T1vTkUw==
-----END CERTIFICATE-----
`;
const SNS_KEY = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDcTwY5boTczmHW
RnXgvF/Uo1Zo8dKAe4hfxs5pP9BAJZ74QNnbjN/UUjQ9mHEMTDRpDeUY+K+Uj5Q7
c+F03cdhbeNZ10CbS5FQVFuSqseXflQcqw/TDdEi/5oFlOQdGkShv2Vqirc3d/tt
NI69JGJ08hYpSxmRUI30LXtu9fjUFsC8TF2oZI7WbPNWFn0UPuAlgeGWB+I3rScd
qc7H5IXolM5cAANgtonyt7qJt8dUxvQLCMhCDnyeRIaxzLPdqBC29uj2vmMNFz4t
9ydtUvKfwpbaKJalI/PUCDV/huH+xm3ENZWXDIrITA821f8tuR8z8HrXRzNM86zx
A/MgRoaXAgMBAAECggEAAd/EOEnZ5Hz29RktWIeRsx/elM710PT8EICC8f9CeME5
LHh0wfrdTpOScTGySH3/diNRnxhCehuMkcLnGJToZMpIBFQh7xBCALJvAvzj7MR8
16+W119HN6p/92swU5UNH2ke5jye2WByaZfoXPCJy9/hU2GZqpRKWNjoM2XxQ3CY
Ebqm6w0GaV2dbTSvJq4rhMMLUfFdnwNZsFZL5t0a1+NK6wHn/fSJtVwWmZHJXDAq
uo1ySXwdPNgwiScMHWtLRO117bv7eYU/ghPTQHT6atXCJpI5nRXZYKGVdTtI7tzH
Q7Kg4DQZiu710dFXPxGHKBXm0EBlSfab6h6yxBabnQKBgQDvvOFGXz1Xg226Y0wG
5e/9k2jysur59NZzcIUS9bPhhkUWpnbGQsFlOgyKOMAiaNmVdzeoeT4QzJgQqdSb
74XdNpIKAks1d+mqO2zmPS2Qm1YuvDPJVB1EOuSKWiiUFtId8NPStbVecGexe3BX
wvyLkGgbLDwCxpW1A3tm1tjdKwKBgQDrQMBu5f5dfMV1pOglMhBX7P0dRYZDPKcV
KzLb5Bhwf6Mmd2VsBLAwek/T8jI5QKLJ7YI3duTAyeaanAVJidd+799P06iT+z8D
nISX2JBuuxn8+Ucka60pEFFROpv9esyIjAbOqrUx1qC/pF0hJQr+zuZTMxktJUtt
YEef5oe+RQKBgC8csCyTJMvg4RxizRsB7tKnOFWRgYnTap1O/GfIbywfpc4Ysnit
v7Gz4aj8FA3vCutLfV2XTfIhMrT7mvN185mQUsyyvLLqOLoiaXkphp3HWP1gMNEc
vY+d/zGNHDJV9b66h/X9jYHclxQSzPYCNHz8yOimHbjx65Oh9os0J3P3AoGBAMFX
LQ+3W66vjYTbK6LuGzp33aoB6o81uMeQAjNvqZpDe+1wMN1umPKugw7YPOiKs38r
AFrfDq9W/3vPgBTpAT8kmq37cM91rFsmdl5pMIKgqIIcyJgpGl3mOD5+4ZaYJqKO
GkYdS98S2nfF+Hf1/qxdlDOKikVtIilY+GR0zNjVAoGAGVyrQeo7uxxhBI7nF9WX
GkrNq67TzsOlcLmNGnQQelREY3YE/wSVji1+ioe3y9ohbZazHY1ycK9SL0rjzwqM
KWMyUASrVJqwVXH5OXiGw6PuhOVWE3jaiOC2ZPznrW9tphOtLRlkErQ75S41Ju0r
Okx0Mg1VaMPqFZsGP1wKwAs=
-----END PRIVATE KEY-----
`;
const FOREIGN_KEY = `-----BEGIN PRIVATE KEY-----
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCrUTLIa+caYz9r
/VJ7o3LbeIT6Sby2ZzgjfkLMj45S8k+hj4fjXt84kHZU11JxRwKmG15JwF5mLCX2
8wy+BPRpgU554mdI/6RKZzjszWxF+VwQNZyZXp931IIjpgKdoaM22/Tw/0ibqUH0
2yjRcfiluStuX4zq9pM8c/NHqk+7c+PI0BMqpwNf70aIa30jJVYjuWr7iPCpehoD
mDLN6SY0FDNrudywnQacyN3jzZR7fGc+VS3/EumUVZVkbPUqKfrgAWYPWGPPeEGp
1C7swxVO2ew0FOohvZbE7+WIy6l76V1bXkupUylMOPvftPlPXZ7l0z3Ske7kUxUu
rTiqZwb5AgMBAAECggEAAR7/G3piWpLaObqeUX7O7Hlp5NNFPKwRtrYDaLFImeEn
69jNNGE70nPwF6GjfTUUfJ/JF3Ax1Fkz4MxLClH1UEuzl9VC/Cr5KlKt70jnhNCj
qR/C0qZgvBslKt84PQdvbDDyj3W0vXb3WkLpa810QyleC7l1R+HxmFCt7otkklAM
wUAcZ+t5t2wn3r3TuBpLyzCjDhJatJ+uVs6bcuj37Zt3LM6YBrXzI5QbF8dQmPda
oZVXrpbWLXCgsfxbK+NH3eSqwkVu/OT+XCUWf87H94vIL5so8JfUXQCv4U4IqXQw
fj5namsDMwFQ0Z9PIIzEhp5fkS9TFQYW9KMuqIS6TQKBgQDcrOhKPUJDcP1bjRbm
JTZVK+MH/zCxjVz8DV97GMCED0vm9l+1dYBQhZ9hGPwK1HN6xy1f0gCZWYKPxVJK
inaEmPpG0pv1p5H6A3ywtJf9SA+Pc4n2xWutss0t9Ok0dGFMusbzQ2TdAOGt71F8
HBaleJRhQNPhtrenF+UwK1EGRwKBgQDGvaHKvVAI5fzixAmKVt2s3r+Y4fSIyHka
4oPvqzMdzPWEILoohYDD+1vJB01QVuCSw/mk6OlsmPnH7nbRKKTD2mNBdTWcKWw8
i0C0PlQOzD40r5UrnmXLSPuMpNlIzgmCYX+NZEhNt2UZU9bOBzUkDh3XJHNvnx5o
M/zxZSXovwKBgQCGM+FQxNB3k0+BTdyPOjJAud/oDRnf4MibwMZAZl0t8t+GJm8u
O7c9QQYcVsVxEKLqGBdQHraejAEKzkWtb2eEXERYrdyLGM197oD2Nd34+sn7w5gz
qvxBNmvxdvAcJmrF7xDvAB1nChI1ZUV45Nwg5aPXQUWaDzTBOZb4JF+yIQKBgQCi
v3/Sqpzz7ILeoHK/mssFWZPE+qRpruGdpokspyHA8arMfJB1xn3f/+L2CMjDVaGq
DlpNNX6Rs+Q4WYtrVME4sYo+fGFedH1yRwbBk5j6VT9Lnc2mXpw1kJqOXiChgjg/
UOBHRSwAmIJt7z4kkbpuwDCnke4GJmOcKZalh5M3uQKBgC3opRTEibAb+1O8lXhj
wARw4stQjecUmaprDsDAtp8HIxgVQ0JJbKfCzThtLZUu65EmqhuAPzu82o0MSWaR
BuZ1B/EscCz5ite1mQpdH5AYTLeZNCFnRrATkOKkOpYa/hGJej3keP8xY8zsmpWe
brnE+b/akZlhfIoxjfJeESYX
-----END PRIVATE KEY-----
`;

export const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";

/** A notification of that topic, signed as SNS signs with signature version 2. */
export function notification(message: string, more: Readonly<Record<string, string>> = {}, foreign = false) {
  const fields: Record<string, string> = {
    Type: "Notification",
    MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    TopicArn: TOPIC,
    Message: message,
    Timestamp: "2027-01-01T10:00:00.000Z",
    SignatureVersion: "2",
    ...more,
  };
  const signed = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"].filter((name) => name in fields);
  const text = signed.map((name) => `${name}\n${fields[name]}\n`).join("");
  const signature = sign("sha256", Buffer.from(text), foreign ? FOREIGN_KEY : SNS_KEY).toString("base64");
  return { ...fields, Signature: signature };
}
