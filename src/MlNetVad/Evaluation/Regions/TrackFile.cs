using System.Globalization;
using CsvHelper;
using MlNetVad.Video;

namespace MlNetVad.Evaluation;

/// <summary>
/// Reads the anomalies of a test set as tracks: a CSV file of columns <c>video,frame,track,x,y,width,height</c>, a row a region; frames count from 0,
/// boxes are in the video's own pixels.
/// </summary>
internal sealed class TrackFile
{
    private const string Columns = "video,frame,track,x,y,width,height";

    private readonly Dictionary<(string Video, long Frame), List<TrackedBox>> _regions = [];

    /// <summary>Reads a file for a set.</summary>
    /// <exception cref="VadException">It is missing or malformed, or names videos or frames that the set has not; the message lists them.</exception>
    public static TrackFile Read(string path, VideoSource dataset)
    {
        if (!File.Exists(path))
        {
            throw new VadException($"The track file '{path}' does not exist; expected a CSV file of columns {Columns}.");
        }

        var file = new TrackFile();
        List<string> faults = [];
        Dictionary<string, VadVideo> videos = dataset.Videos.ToDictionary(v => v.Id, StringComparer.Ordinal);
        Dictionary<(string, string), int> numbers = [];
        HashSet<(string, long, int)> seen = [];
        try
        {
            using CsvReader csv = new(new StreamReader(path), ScoresCsv.Format);
            if (!csv.Read() || !csv.ReadHeader() || Columns.Split(',').Any(column => csv.GetFieldIndex(column, isTryGet: true) < 0))
            {
                throw new VadException($"The track file '{path}' lacks its header; expected columns {Columns} in its first line.");
            }

            while (csv.Read())
            {
                string video = csv.GetField("video") ?? "", name = csv.GetField("track") ?? "";
                long frame = (long)Number(csv, path, "frame", n => n >= 0 && n == Math.Floor(n) && n < int.MaxValue, "a whole number from 0");
                if (!videos.TryGetValue(video, out VadVideo? known))
                {
                    faults.Add($"video '{video}' (line {csv.Parser.Row}) is not in the set");
                    continue;
                }

                int track = numbers.TryGetValue((video, name), out int number) ? number : numbers[(video, name)] = numbers.Count;
                if (known.FrameCount <= frame)
                {
                    faults.Add($"video '{video}', frame {frame} (line {csv.Parser.Row}): the video has {Counted.Of(known.FrameCount.Value, "frame")}");
                }
                else if (!seen.Add((video, frame, track)))
                {
                    faults.Add($"video '{video}', frame {frame}: track '{name}' is there twice");
                }
                else
                {
                    file.Add(video, frame, new TrackedBox(
                        track, Place(csv, path, "x"), Place(csv, path, "y"), Size(csv, path, "width"), Size(csv, path, "height")));
                }
            }
        }
        catch (Exception e) when (e is CsvHelperException or IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The track file '{path}' cannot be read ({e.Message.Split('\n', 2)[0].Trim().TrimEnd('.')}); expected columns {Columns}.", e);
        }

        return faults.Count == 0 ? file : throw new VadException($"The track file '{path}' does not fit the set: {Faults.Join(faults)}; give a row a region, each track once a frame.");
    }

    /// <summary>A frame's regions, brought from the video's own size to another.</summary>
    public IReadOnlyList<TrackedBox> At(VadVideo video, long frame, FrameFormat size)
    {
        if (!_regions.TryGetValue((video.Id, frame), out List<TrackedBox>? boxes))
        {
            return [];
        }

        float across = (float)size.Width / video.NativeFormat.Width, down = (float)size.Height / video.NativeFormat.Height;
        return boxes.ConvertAll(box => box with { X = box.X * across, Y = box.Y * down, Width = box.Width * across, Height = box.Height * down });
    }

    private void Add(string video, long frame, TrackedBox box)
    {
        if (!_regions.TryGetValue((video, frame), out List<TrackedBox>? boxes))
        {
            _regions.Add((video, frame), boxes = []);
        }

        boxes.Add(box);
    }

    private static float Place(CsvReader csv, string path, string column) => (float)Number(csv, path, column, double.IsFinite, "pixels");

    private static float Size(CsvReader csv, string path, string column) => (float)Number(csv, path, column, n => n > 0 && double.IsFinite(n), "pixels above 0");

    private static double Number(CsvReader csv, string path, string column, Func<double, bool> allowed, string expected) =>
        double.TryParse(csv.GetField(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && allowed(value)
            ? value
            : throw new VadException($"The track file '{path}', line {csv.Parser.Row}: the {column} is '{csv.GetField(column)}'; expected {expected}.");
}
