using static MlNetVad.Onnx.Tests.VisionLanguage.TinyWeights;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

/// <summary>The small model in plain loops, without cache: everything is computed again for each token.</summary>
internal sealed class NaiveVisionLanguage(TinyWeights weights)
{
    /// <summary>The greedy answer to a prompt; image tokens take the features in order.</summary>
    public List<int> Answer(long[] prompt, float[][] features, int count, int imageToken)
    {
        var answer = new List<int>();
        while (answer.Count < count)
        {
            int used = 0;
            float[][] embedded = [.. prompt.Select(id => id == imageToken ? features[used++] : Embed((int)id)), .. answer.Select(Embed)];
            answer.Add(Next(embedded));
        }

        return answer;
    }

    /// <summary>The features of a picture [size, size, 3] of bytes.</summary>
    public float[][] See(byte[] picture, float[] mean, float[] deviation)
    {
        var rows = new float[ImageTokens][];
        for (int token = 0; token < ImageTokens; token++)
        {
            (int top, int left) = (token / (ImageSize / Patch) * Patch, token % (ImageSize / Patch) * Patch);
            rows[token] = new float[Hidden];
            for (int h = 0; h < Hidden; h++)
            {
                double sum = 0;
                for (int i = 0; i < 3 * Patch * Patch; i++)
                {
                    (int c, int y, int x) = (i / (Patch * Patch), i / Patch % Patch, i % Patch);
                    double value = picture[(((top + y) * ImageSize) + left + x) * 3 + c] / 255.0;
                    sum += weights.Patches[(h * 3 * Patch * Patch) + i] * (value - mean[c]) / deviation[c];
                }

                rows[token][h] = (float)Math.Tanh(sum);
            }
        }

        return rows;
    }

    private float[] Embed(int id) => weights.Embeddings.AsSpan(id * Hidden, Hidden).ToArray();

    private int Next(float[][] embedded)
    {
        float[][] x = [.. embedded.Select((row, i) => Add(row, weights.Position.AsSpan(i * Hidden, Hidden)))];
        foreach (float[][] w in weights.Attention)
        {
            float[][] q = Times(x, w[0]), k = Times(x, w[1]), v = Times(x, w[2]);
            float[][] mixed = [.. q.Select((_, i) => Attend(q[i], k, v, i + 1))];
            float[][] answer = Times(mixed, w[3]);
            x = [.. x.Select((row, i) => Add(row, answer[i]))];
        }

        float[] last = [.. x[^1].Select(MathF.Tanh)];
        float[] logits = Times([last], weights.Output)[0];
        return Array.IndexOf(logits, logits.Max());
    }

    private static float[] Attend(float[] query, float[][] keys, float[][] values, int seen)
    {
        float[] mixed = new float[Hidden];
        for (int head = 0; head < Hidden; head += HeadSize)
        {
            double[] shares = new double[seen];
            for (int s = 0; s < seen; s++)
            {
                double product = 0;
                for (int h = head; h < head + HeadSize; h++)
                {
                    product += query[h] * keys[s][h];
                }

                shares[s] = Math.Exp(product / Math.Sqrt(HeadSize));
            }

            double sum = shares.Sum();
            for (int h = head; h < head + HeadSize; h++)
            {
                mixed[h] = (float)shares.Select((share, s) => share / sum * values[s][h]).Sum();
            }
        }

        return mixed;
    }

    private static float[] Add(float[] a, ReadOnlySpan<float> b)
    {
        float[] sum = [.. a];
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += b[i];
        }

        return sum;
    }

    private static float[][] Times(float[][] rows, float[] matrix)
    {
        int columns = matrix.Length / Hidden;
        return [.. rows.Select(row =>
        {
            float[] product = new float[columns];
            for (int i = 0; i < matrix.Length; i++)
            {
                product[i % columns] += row[i / columns] * matrix[i];
            }

            return product;
        })];
    }
}
