/* One Gibbs sweep of a linear mixed model in C, as the fast engine does it: the yardstick of `npm run bench`.
 * Compile with -DP=… -DQ=… for sizes known to the compiler.
 *
 * Reads from standard input: J p q sweeps, then for each group q rows of [R_i | B_i c_i], the (p+1) x (p+1) cross-product
 * of what is orthogonal to every Z_i, N, the degrees of freedom and scale (q x q) of the inverse-Wishart prior. Runs the marginal sweep
 * (beta given sigma2, D -> b -> sigma2 -> D) with a flat beta and p(sigma2) ~ 1/sigma2, and prints seconds and the mean of sigma2.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t s[4] = {0x9E3779B97F4A7C15u, 0xBF58476D1CE4E5B9u, 0x94D049BB133111EBu, 0x2545F4914F6CDD1Du};
static inline uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
static inline uint64_t next(void) { /* xoshiro256++, Blackman & Vigna 2019 */
  const uint64_t result = rotl(s[0] + s[3], 23) + s[0], t = s[1] << 17;
  s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45);
  return result;
}
static inline double uniform(void) { return (next() >> 11) * 0x1.0p-53; }

#define LAYERS 256
static double zx[LAYERS + 1], zy[LAYERS + 1];
static void ziggurat_setup(void) { /* Marsaglia & Tsang 2000 */
  const double r = 3.6541528853610088, v = 0.00492867323399;
  zx[0] = v / exp(-0.5 * r * r); zx[1] = r; zx[LAYERS] = 0;
  for (int i = 2; i < LAYERS; i++) zx[i] = sqrt(-2 * log(v / zx[i - 1] + exp(-0.5 * zx[i - 1] * zx[i - 1])));
  for (int i = 0; i <= LAYERS; i++) zy[i] = exp(-0.5 * zx[i] * zx[i]);
}
static inline double normal(void) {
  for (;;) {
    const uint64_t bits = next();
    const int i = bits & 255;
    const double u = 2 * ((bits >> 11) * 0x1.0p-53) - 1, x = u * zx[i];
    if (fabs(x) < zx[i + 1]) return x;
    if (i == 0) {
      double a, b;
      do { a = -log(1 - uniform()) / zx[1]; b = -log(1 - uniform()); } while (b + b < a * a);
      return u < 0 ? -(zx[1] + a) : zx[1] + a;
    }
    if (zy[i] + uniform() * (zy[i + 1] - zy[i]) < exp(-0.5 * x * x)) return x;
  }
}
static double gamma_draw(double a) { /* Marsaglia & Tsang 2000 */
  if (a < 1) return gamma_draw(a + 1) * pow(1 - uniform(), 1 / a);
  const double d = a - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    double x, v;
    do { x = normal(); v = 1 + c * x; } while (v <= 0);
    v = v * v * v;
    const double u = 1 - uniform();
    if (u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v))) return d * v;
  }
}

static int factor(double *restrict A, int n) {
  for (int j = 0; j < n; j++) {
    double d = A[j * n + j];
    for (int k = 0; k < j; k++) d -= A[j * n + k] * A[j * n + k];
    if (!(d > 0)) return 0;
    const double l = sqrt(d);
    A[j * n + j] = l;
    for (int i = j + 1; i < n; i++) {
      double t = A[i * n + j];
      for (int k = 0; k < j; k++) t -= A[i * n + k] * A[j * n + k];
      A[i * n + j] = t / l;
    }
  }
  return 1;
}
static void lower(const double *L, int n, double *x) {
  for (int i = 0; i < n; i++) { for (int k = 0; k < i; k++) x[i] -= L[i * n + k] * x[k]; x[i] /= L[i * n + i]; }
}
static void upper(const double *L, int n, double *x) {
  for (int i = n - 1; i >= 0; i--) { for (int k = i + 1; k < n; k++) x[i] -= L[k * n + i] * x[k]; x[i] /= L[i * n + i]; }
}

int main(void) {
  int J, p0, q0, sweeps;
  if (scanf("%d %d %d %d", &J, &p0, &q0, &sweeps) != 4) return 1;
#ifdef Q /* sizes known to the compiler, which then unrolls */
  const int p = P, q = Q;
  if (p != p0 || q != q0) return 1;
#else
  const int p = p0, q = q0;
#endif
  const int m = p + 1, w = q + m;
  double *restrict data = malloc(sizeof(double) * J * q * w);
  for (int i = 0; i < J * q * w; i++) if (scanf("%lf", data + i) != 1) return 1;
  double S[m * m], prior[q * q], df, N;
  for (int i = 0; i < m * m; i++) if (scanf("%lf", S + i) != 1) return 1;
  if (scanf("%lf %lf", &N, &df) != 2) return 1;
  for (int i = 0; i < q * q; i++) if (scanf("%lf", prior + i) != 1) return 1;
  ziggurat_setup();

  double beta[p], D[q * q], inverse[q * q], bb[q * q], sigma2 = S[m * m - 1] / N + 1e-300, mean = 0;
  double *b = malloc(sizeof(double) * J * q);
  memset(D, 0, sizeof D);
  for (int k = 0; k < q; k++) D[k * q + k] = 1;
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int t = 0; t < sweeps; t++) {
    double E[m * m], B[p * p], W[q * q], T[q * q], Y[q * m], h[p];
    for (int i = 0; i < m * m; i++) E[i] = S[i] / sigma2;
    for (int i = 0; i < J; i++) { /* E += [B c]' W^-1 [B c], W = sigma2 I + R D R' */
      const double *g = data + (size_t)i * q * w;
      for (int r = 0; r < q; r++) for (int c = 0; c < q; c++) {
        double sum = 0;
        for (int k = r; k < q; k++) sum += g[r * w + k] * D[k * q + c];
        T[r * q + c] = sum;
      }
      for (int r = 0; r < q; r++) for (int c = 0; c <= r; c++) {
        double sum = r == c ? sigma2 : 0;
        for (int k = c; k < q; k++) sum += T[r * q + k] * g[c * w + k];
        W[r * q + c] = sum;
      }
      if (!factor(W, q)) return 2;
      for (int r = 0; r < q; r++) {
        const double d = 1 / W[r * q + r];
        for (int a = 0; a < m; a++) {
          double sum = g[r * w + q + a];
          for (int k = 0; k < r; k++) sum -= W[r * q + k] * Y[k * m + a];
          Y[r * m + a] = sum * d;
        }
      }
      for (int r = 0; r < q; r++) for (int a = 0; a < m; a++) for (int c = 0; c <= a; c++) E[a * m + c] += Y[r * m + a] * Y[r * m + c];
    }
    for (int a = 0; a < p; a++) { h[a] = E[p * m + a]; for (int c = 0; c <= a; c++) B[a * p + c] = E[a * m + c]; }
    if (!factor(B, p)) return 2;
    lower(B, p, h);
    for (int a = 0; a < p; a++) beta[a] = h[a] + normal();
    upper(B, p, beta);

    memcpy(T, D, sizeof T); /* D^-1 */
    if (!factor(T, q)) return 2;
    for (int c = 0; c < q; c++) {
      double e[q];
      for (int k = 0; k < q; k++) e[k] = k == c;
      lower(T, q, e); upper(T, q, e);
      for (int k = 0; k < q; k++) inverse[k * q + c] = e[k];
    }
    double rss = 0;
    memset(bb, 0, sizeof bb);
    for (int i = 0; i < J; i++) { /* b_i and its sums */
      const double *g = data + (size_t)i * q * w;
      double L[q * q], e[q], u[q];
      for (int r = 0; r < q; r++) for (int c = 0; c <= r; c++) {
        double sum = 0;
        for (int k = 0; k <= c; k++) sum += g[k * w + r] * g[k * w + c];
        L[r * q + c] = inverse[r * q + c] + sum / sigma2;
      }
      if (!factor(L, q)) return 2;
      for (int r = 0; r < q; r++) {
        double sum = g[r * w + q + p];
        for (int a = 0; a < p; a++) sum -= g[r * w + q + a] * beta[a];
        e[r] = sum;
      }
      for (int k = 0; k < q; k++) { double sum = 0; for (int r = 0; r <= k; r++) sum += g[r * w + k] * e[r]; u[k] = sum / sigma2; }
      lower(L, q, u);
      for (int k = 0; k < q; k++) u[k] += normal();
      upper(L, q, u);
      for (int r = 0; r < q; r++) {
        b[i * q + r] = u[r];
        for (int k = 0; k < q; k++) bb[r * q + k] += u[r] * u[k];
        double sum = e[r];
        for (int k = r; k < q; k++) sum -= g[r * w + k] * u[k];
        rss += sum * sum;
      }
    }
    rss += S[m * m - 1]; /* ||y - X beta||^2 orthogonal to Z */
    for (int a = 0; a < p; a++) { rss -= 2 * beta[a] * S[p * m + a]; for (int c = 0; c < p; c++) rss += beta[a] * beta[c] * S[(a > c ? a : c) * m + (a > c ? c : a)]; }
    sigma2 = 0.5 * rss / gamma_draw(N / 2);
    mean += sigma2 / sweeps;

    double A[q * q], C[q * q];
    for (int i = 0; i < q * q; i++) C[i] = prior[i] + bb[i];
    if (!factor(C, q)) return 2;
    for (int r = 0; r < q; r++) { for (int c = 0; c < r; c++) A[r * q + c] = normal(); A[r * q + r] = sqrt(2 * gamma_draw((df + J - r) / 2)); }
    for (int c = 0; c < q; c++) {
      double e[q];
      for (int k = 0; k < q; k++) e[k] = k <= c ? C[c * q + k] : 0;
      lower(A, q, e);
      for (int k = 0; k < q; k++) T[k * q + c] = e[k];
    }
    for (int r = 0; r < q; r++) for (int c = 0; c < q; c++) { double sum = 0; for (int k = 0; k < q; k++) sum += T[k * q + r] * T[k * q + c]; D[r * q + c] = sum; }
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.9f %.9f\n", (end.tv_sec - start.tv_sec) + 1e-9 * (end.tv_nsec - start.tv_nsec), mean);
  return 0;
}
