namespace MlNetVad.Trainers;

/// <summary>
/// k-means++ on the sphere: the first centroid is any vector, each next one a vector chosen with probability
/// proportional to its 1 − cos to the nearest centroid so far (half its squared chord length).
/// </summary>
internal static class KMeansSeeding
{
    /// <summary>Chooses <paramref name="modes"/> of the vectors.</summary>
    /// <returns>Centroids [modes, Width].</returns>
    public static float[] Choose(VectorSet vectors, int modes, Random rand)
    {
        int width = vectors.Width;
        float[] centroids = new float[modes * width];
        float[] distance = new float[vectors.Count];
        Array.Fill(distance, float.PositiveInfinity);
        int chosen = rand.Next(vectors.Count);
        for (int mode = 0; mode < modes; mode++)
        {
            Span<float> centroid = centroids.AsSpan(mode * width, width);
            vectors[chosen].CopyTo(centroid);
            double total = 0;
            for (int row = 0; row < distance.Length; row++)
            {
                UnitVector.Nearest(vectors[row], centroid, out float cosine);
                distance[row] = MathF.Min(distance[row], UnitVector.Distance(cosine));
                total += distance[row];
            }

            chosen = Draw(distance, total, rand);
        }

        return centroids;
    }

    private static int Draw(float[] weight, double total, Random rand)
    {
        double left = rand.NextDouble() * total;
        int last = -1;
        for (int row = 0; row < weight.Length; row++)
        {
            left -= weight[row];
            last = weight[row] > 0 ? row : last;
            if (left < 0)
            {
                return row;
            }
        }

        // nothing left at a distance: every vector equals a centroid
        return last >= 0 ? last : rand.Next(weight.Length);
    }
}
