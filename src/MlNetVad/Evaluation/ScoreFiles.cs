using MlNetVad.Video.Labels;

namespace MlNetVad.Evaluation;

/// <summary>
/// Reads anybody's scores: a CSV file of columns <c>video,frame,score</c> and, where known, <c>label</c>; a folder with one
/// <c>.npy</c> file a video, named like it (float32 or float64, one dimension, a score a frame); or a folder of such, each a method.
/// </summary>
public static class ScoreFiles
{
    private const string Written = "scores.csv", NumPy = ".npy";

    /// <summary>Reads one method.</summary>
    /// <param name="path">A CSV file, an <c>.npy</c> file (one video, named like the file), a folder of <c>.npy</c> files, or a folder with <c>scores.csv</c>, such as 'evaluate -o' writes.</param>
    /// <returns>Its videos; labels are NaN where the files say none.</returns>
    /// <exception cref="VadException">There are no such files, or what is in them does not fit together; the message lists what.</exception>
    public static IReadOnlyList<VideoScores> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            return Arrays(path) is { Count: > 0 } arrays ? ReadArrays(path, arrays) : ScoresCsv.Read(Path.Combine(path, Written));
        }

        return HasExtension(path, NumPy) ? ReadArrays(path, [path]) : ScoresCsv.Read(path);
    }

    /// <summary>Finds the methods of a path: one, or those of a folder: every CSV file of scores, and every folder that <see cref="Read"/> takes.</summary>
    /// <param name="path">A file or folder.</param>
    /// <returns>Names, each once, and paths for <see cref="Read"/>; in the order of the names.</returns>
    /// <exception cref="VadException">The path does not exist, holds no scores, or two methods have one name.</exception>
    public static IReadOnlyList<(string Name, string Path)> FindMethods(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? [(Path.GetFileNameWithoutExtension(path), path)]
                : throw new VadException($"The scores '{path}' do not exist; expected a CSV file of columns video,frame,score, a folder of .npy files, one a video, or a folder of either.");
        }

        string folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        List<(string Name, string Path)> found = [.. Directory.EnumerateFiles(path).Where(file => HasExtension(file, ".csv") && Path.GetFileName(file) != Written)
            .Select(file => (Path.GetFileNameWithoutExtension(file), file)), .. Directory.EnumerateDirectories(path).Where(IsMethod).Select(inner => (Path.GetFileName(inner), inner))];
        if (IsMethod(path))
        {
            found.Add((folder, path));
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        if (found.Count == 0)
        {
            throw new VadException($"Folder '{path}' holds no scores; expected CSV files of columns video,frame,score, .npy files, one a video, or folders of either.");
        }

        return found.GroupBy(method => method.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? throw new VadException($"Two methods in '{path}' are called '{twice.Key}': {string.Join(" and ", twice.Select(m => $"'{Path.GetFileName(m.Path)}'"))}; rename one of them.")
            : found;
    }

    private static bool IsMethod(string folder) => File.Exists(Path.Combine(folder, Written)) || Arrays(folder).Count > 0;

    private static List<string> Arrays(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(file => HasExtension(file, NumPy)).Order(StringComparer.Ordinal)];

    private static VideoScores[] ReadArrays(string path, IReadOnlyList<string> files)
    {
        List<string> faults = [];
        VideoScores[] videos = [.. files.Select(file =>
        {
            string id = Path.GetFileNameWithoutExtension(file);
            float[] scores = NpyFile.ReadScores(file), labels = new float[scores.Length];
            labels.AsSpan().Fill(float.NaN);
            for (int frame = 0; frame < scores.Length; frame++)
            {
                if (!float.IsFinite(scores[frame]))
                {
                    faults.Add($"video '{id}', frame {frame}: the score is {scores[frame]}");
                    scores[frame] = float.NaN;
                }
            }

            return new VideoScores(id, scores, labels);
        })];
        return faults.Count == 0
            ? videos
            : throw new VadException($"The scores of '{path}' do not fit: {Faults.Join(faults)}; expected a finite number a frame.");
    }

    private static bool HasExtension(string path, string extension) => Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
