using System.Globalization;
using System.Text;
using MlNetVad.Video;

namespace MlNetVad.Tests.Video;

/// <summary>Random label tables: whatever their form, they say what they were written from, or are refused.</summary>
public sealed class LabelTablePropertyTests : IDisposable
{
    private const int Videos = 3;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Labels_TableInAnyForm_AreThoseItWasWrittenFrom(int seed)
    {
        var random = new Random(seed);
        float[][] truth = Truth(random);
        _folder.Write("labels.csv", random.Next(2) == 0 ? RowsAFrame(random, truth, 0) : Ranges(random, truth, 0));

        IReadOnlyList<VadVideo> videos = VideoSource.FromPath(_folder.At(".")).Videos;

        Assert.Equal(Videos, videos.Count);
        Assert.All(videos.Zip(truth), pair => Assert.Equal(pair.Second, pair.First.Labels!));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Labels_RowsCountedFromOne_AreRefused(int seed)
    {
        var random = new Random(seed);
        _folder.Write("labels.csv", RowsAFrame(random, Truth(random), 1));

        Assert.All(VideoSource.FromPath(_folder.At(".")).Videos, video => Assert.Contains("subtract 1", TestMedia.Error(() => _ = video.Labels)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Labels_AnyDamagedCell_IsReadAsItStandsOrRefusedInASentence(int seed)
    {
        var random = new Random(seed);
        float[][] truth = Truth(random);
        var text = new StringBuilder(random.Next(2) == 0 ? RowsAFrame(random, truth, 0) : Ranges(random, truth, 0));
        string[] splinters = ["-1", "\"", ",", "\n", "1e9", "99999999999", " ", "é", "\0", "NaN", ";"];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            text.Insert(random.Next(text.Length), splinters[random.Next(splinters.Length)]);
        }

        _folder.Write("labels.csv", text.ToString());
        foreach (VadVideo video in VideoSource.FromPath(_folder.At(".")).Videos)
        {
            try
            {
                Assert.All(video.Labels ?? [], label => Assert.True(label is 0 or 1 || float.IsNaN(label)));
            }
            catch (VadException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    /// <summary>Labels of videos 1, 2, 3, and their pictures.</summary>
    private float[][] Truth(Random random)
    {
        var truth = new float[Videos][];
        for (int v = 0; v < Videos; v++)
        {
            truth[v] = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (float)random.Next(2))];
            TestMedia.Images(_folder, $"{v + 1}.cam", truth[v].Length, 8, 8);
        }

        return truth;
    }

    private static string RowsAFrame(Random random, float[][] truth, int from) => Table(
        random,
        "video,frame,label",
        truth.SelectMany((labels, v) => labels.Select((label, f) => string.Create(CultureInfo.InvariantCulture, $"{Name(random, v)},{f + from},{Number(random, label)}"))));

    private static string Ranges(Random random, float[][] truth, int from)
    {
        var rows = new List<string>();
        for (int v = 0; v < Videos; v++)
        {
            for (int f = 0; f < truth[v].Length; f++)
            {
                int first = f;
                while (f < truth[v].Length && truth[v][f] > 0)
                {
                    f++;
                }

                if (f > first)
                {
                    rows.Add(string.Create(CultureInfo.InvariantCulture, $"{Name(random, v)},{first + from},{f - 1 + from}"));
                }
            }
        }

        return Table(random, "video,first,last", rows);
    }

    private static string Table(Random random, string header, IEnumerable<string> rows)
    {
        string[] lines = [.. rows];
        random.Shuffle(lines);
        string end = random.Next(2) == 0 ? "\n" : "\r\n";
        return string.Concat(lines.Prepend(header).Select(line => line + end));
    }

    private static string Name(Random random, int video) => random.Next(2) == 0 ? $"{video + 1}.cam" : $"\"{video + 1}.cam\"";

    private static string Number(Random random, float label) => label.ToString(random.Next(2) == 0 ? "0" : "0.0", CultureInfo.InvariantCulture);
}
