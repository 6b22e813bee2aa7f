using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Benchmarks;

/// <summary>Takes the background out of object clips: what stays as it is over a clip becomes grey, so that no place gives an action away.</summary>
internal static class StillPixels
{
    private const byte Grey = 128;
    private const double Noises = 4;   // standard deviations of the clip's own noise, from its median

    /// <summary>The clips without it.</summary>
    public static IDataView Remove(MLContext ml, IDataView clips, int frames)
    {
        var shape = SchemaDefinition.Create(typeof(Row));
        shape[nameof(Row.ObjectClips)].ColumnType = clips.Schema["ObjectClips"].Type;
        shape[nameof(Row.ObjectClipsBoxes)].ColumnType = clips.Schema["ObjectClipsBoxes"].Type;
        return ml.Data.LoadFromEnumerable(Rows(), shape);

        IEnumerable<Row> Rows()
        {
            foreach (Row row in ml.Data.CreateEnumerable<Row>(clips, reuseRowObject: false))
            {
                byte[] bytes = [.. row.ObjectClips.DenseValues()];
                for (int start = 0; start < bytes.Length; start += bytes.Length / Objects(row))
                {
                    Remove(bytes.AsSpan(start, bytes.Length / Objects(row)), frames);
                }

                row.ObjectClips = new VBuffer<byte>(bytes.Length, bytes);
                yield return row;
            }
        }

        static int Objects(Row row) => row.ObjectClipsBoxes.Length / 6;
    }

    // [n, 3, S, S]
    private static void Remove(Span<byte> clip, int frames)
    {
        int picture = clip.Length / frames, plane = picture / 3;
        Span<byte> values = stackalloc byte[frames];
        var medians = new byte[picture];
        var deviations = new int[256];   // how many pixels are how far from their median
        for (int i = 0; i < picture; i++)
        {
            for (int f = 0; f < frames; f++)
            {
                values[f] = clip[(f * picture) + i];
            }

            values.Sort();
            medians[i] = values[frames / 2];
            for (int f = 0; f < frames; f++)
            {
                deviations[Math.Abs(values[f] - medians[i])]++;
            }
        }

        double differs = Noises * Deviation(deviations);

        for (int f = 0; f < frames; f++)
        {
            Span<byte> frame = clip.Slice(f * picture, picture);
            for (int i = 0; i < plane; i++)
            {
                if (Still(frame, i) && Still(frame, i + plane) && Still(frame, i + (2 * plane)))
                {
                    frame[i] = frame[i + plane] = frame[i + (2 * plane)] = Grey;
                }
            }
        }

        bool Still(Span<byte> frame, int at) => Math.Abs(frame[at] - medians[at]) < differs;
    }

    // by the median of the absolute deviations, since most of a clip stands still; at least one grey level
    private static double Deviation(int[] counts)
    {
        (int median, long below, long half) = (0, 0, counts.Sum(count => (long)count) / 2);
        while (below + counts[median] <= half)
        {
            below += counts[median++];
        }

        return Math.Max(1, 1.4826 * median);
    }

    private sealed class Row
    {
        public VBuffer<byte> ObjectClips { get; set; }

        public VBuffer<float> ObjectClipsBoxes { get; set; }

        public ReadOnlyMemory<char> Video { get; set; }

        public long Frame { get; set; }

        public ReadOnlyMemory<char> Action { get; set; }
    }
}
