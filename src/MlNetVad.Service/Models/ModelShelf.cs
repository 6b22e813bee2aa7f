using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Service.Data;
using MlNetVad.Service.Guidance;

namespace MlNetVad.Service.Models;

/// <summary>
/// The models of the data folder. Each is loaded once for all cameras that use it; a file that changes is loaded anew, and the model
/// before it goes when its last camera has let go of it.
/// </summary>
internal sealed class ModelShelf(VadFolders folders, ILogger<ModelShelf> log)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Generation> _newest = [];

    /// <summary>Names of the models that there are.</summary>
    public IReadOnlyList<string> Names =>
        [.. Directory.EnumerateFiles(folders.Models, "*.zip").Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(ModelName.IsOne).Order(StringComparer.Ordinal)];

    /// <summary>Refuses a name that no model has.</summary>
    /// <exception cref="VadException">There is no such model.</exception>
    public string Known(string name) => Names.Contains(ModelName.Check(name)) ? name : throw new VadException($"There is no model '{name}'; upload it first.");

    /// <summary>Models in memory, those that are being let go of included; for tests and metrics.</summary>
    public int Loaded { get; private set; }

    /// <summary>The file of a model.</summary>
    /// <exception cref="VadException">The name is none.</exception>
    public string PathOf(string name) => Path.Combine(folders.Models, ModelName.Check(name) + ".zip");

    /// <summary>Takes a model; loads it where it is not loaded.</summary>
    /// <exception cref="VadException">There is no such model, or it cannot be loaded.</exception>
    public ModelLease Take(string name)
    {
        string path = PathOf(name);
        lock (_lock)
        {
            FileStamp stamp = FileStamp.Of(path);
            if (!_newest.TryGetValue(name, out Generation? generation) || generation.Stamp != stamp || generation.Users == 0)
            {
                var ml = new MLContext(seed: 1);
                generation = new Generation(ml, VadModel.Load(ml, path), stamp);
                Loaded++;
                _newest[name] = generation;
                log.LogInformation("Model {Model} is loaded.", name);
            }

            generation.Users++;
            return new ModelLease(generation.Context, generation.Model, () => generation.Stamp != FileStamp.Of(path), () => Release(generation));
        }
    }

    /// <summary>Takes a camera's model as what was said of the camera in words redefines it; the cameras beside it have theirs as it was trained.</summary>
    /// <exception cref="VadException">There is no such model, it cannot be loaded, or words say nothing to it.</exception>
    public ModelLease Take(Camera camera)
    {
        ModelLease lease = Take(camera.Model);
        try
        {
            return lease.As(CameraText.Apply(lease.Model, CameraText.Read(camera.Texts)));
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private void Release(Generation generation)
    {
        lock (_lock)
        {
            if (--generation.Users == 0)
            {
                (generation.Model.Transformer as IDisposable)?.Dispose();
                Loaded--;
                foreach (string name in _newest.Where(pair => pair.Value == generation).Select(pair => pair.Key).ToArray())
                {
                    _newest.Remove(name);
                }
            }
        }
    }

    private sealed class Generation(MLContext context, VadModel model, FileStamp stamp)
    {
        public MLContext Context => context;

        public VadModel Model => model;

        public FileStamp Stamp => stamp;

        public int Users { get; set; }
    }

    private readonly record struct FileStamp(DateTime Written, long Length)
    {
        public static FileStamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
        }
    }
}

/// <summary>A model while a camera uses it.</summary>
internal sealed class ModelLease(MLContext context, VadModel model, Func<bool> isOutdated, Action release) : IDisposable
{
    private bool _released;

    public MLContext Context => context;

    public VadModel Model => model;

    /// <summary>Whether its file has changed since it was loaded.</summary>
    public bool IsOutdated => isOutdated();

    /// <summary>The lease with a model that shares the parts of this one; it takes this one's place.</summary>
    public ModelLease As(VadModel redefined) => new(context, redefined, isOutdated, release);

    public void Dispose()
    {
        if (!_released)
        {
            _released = true;
            release();
        }
    }
}
