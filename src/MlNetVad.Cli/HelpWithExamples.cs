using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MlNetVad.Cli;

/// <summary>The standard help, then examples that can be copied.</summary>
internal sealed class HelpWithExamples(HelpAction standard) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, (string Line, string What)[]> Examples = new(StringComparer.Ordinal)
    {
        [CommandLineApp.Name] =
        [
            ("mlnetvad demo", "see it work on a generated scene"),
            ("mlnetvad train --data videos/gate -o gate.zip", "train on a folder of normal videos"),
            ("mlnetvad score -m ped2.zip -i street.mp4 -o scores.csv", "score a video"),
            ("mlnetvad evaluate -m ped2.zip -d data/ped2", "measure it on a labelled set"),
        ],
        ["demo"] =
        [
            ("mlnetvad demo", "train, save, load in a new process, evaluate; files go to ./demo"),
            ("mlnetvad demo -o /tmp/demo --json", "the same for scripts"),
        ],
        ["check"] =
        [
            ("mlnetvad check videos/gate", "hours, light, movement, places and sizes seen, and what to record"),
            ("mlnetvad check videos/gate --json", "the same for scripts; exit code 1 where it does not suffice"),
        ],
        ["train"] =
        [
            ("mlnetvad train --data videos/gate -o gate.zip", "a folder of normal videos is enough"),
            ("mlnetvad train configs/normal-modes.mbconfig --data gate -o gate.zip", "train as the config says, on a folder of your own"),
            ("mlnetvad train my.mbconfig --data D:/video/gate --seed 2", "other video, other seed"),
            ("mlnetvad train my.mbconfig --no-history --json", "leave the config alone, answer in JSON"),
            ("mlnetvad train configs/ped2-sib.mbconfig --resume", "go on with a network's training that was interrupted"),
        ],
        ["adapt"] =
        [
            ("mlnetvad adapt gate.zip --normal videos/yard -o yard.zip", "a camera that was moved, or another one: two minutes will do"),
            ("mlnetvad evaluate -m yard.zip -d data/yard", "then measure it there"),
        ],
        ["redefine"] =
        [
            ("mlnetvad redefine gate.zip --normal today.mp4@12.0-15.5", "what was alarmed there is normal: it becomes one more mode"),
            ("mlnetvad redefine gate.zip --anomalous today.mp4@40-44 --user anna", "what is rarest there shall alarm"),
            ("mlnetvad redefine gate.zip --normal frames/@120f-155f --preview other.mp4 --plot curve.svg", "what would change in another video; the model stays"),
            ("mlnetvad redefine gate.zip --normal-text \"a person runs\"", "in words; the list says what they were understood as"),
            ("mlnetvad redefine gate.zip --anomalous-text \"somebody lies on the ground\" --minimum-duration 2", "what has lasted for two seconds shall alarm"),
            ("mlnetvad redefine gate.zip --list", "who said what, and when"),
            ("mlnetvad redefine gate.zip --undo last", "the old scores again, bit for bit"),
        ],
        ["score"] =
        [
            ("mlnetvad score -m ped2.zip -i street.mp4 -o scores.csv --plot curve.svg", "a file: one line a frame, and a picture"),
            ("mlnetvad score -m ped2.zip -i street.mp4 --draw worst.png", "the frame with the highest score, and where it comes from drawn over it"),
            ("mlnetvad score -m ped2.zip -i frames/ --json", "a folder of images, a summary in JSON"),
            ("mlnetvad score -m ped2.zip -i rtsp://camera/1 -o -", "a camera: lines appear as frames are scored"),
            ("mlnetvad score -m ped2.zip -i rtsp://camera/1 -o day.csv --reconnect 600", "until Ctrl-C, through outages of up to ten minutes; what was scored is kept"),
        ],
        ["archive"] =
        [
            ("mlnetvad archive videos/2026 -m gate.zip -o scores/2026", "every video of a folder, a worker a processor; the same line goes on after a stop, and with new videos"),
            ("mlnetvad archive videos/2026 -m gate.zip -o scores/2026 --store \"Host=db;Database=vad;Username=vad\"", "with workers on other machines; the password stands in PGPASSWORD or .pgpass"),
        ],
        ["archive-worker"] =
        [
            ("mlnetvad archive-worker --store \"Host=db;Database=vad;Username=vad\"", "on every machine that shall help, a worker a processor"),
            ("mlnetvad archive-worker --store \"Host=db;Database=vad;Username=vad\" --workers 2", "leave room for other work"),
        ],
        ["evaluate"] =
        [
            ("mlnetvad evaluate -m ped2.zip -d data/ped2", "print the tables"),
            ("mlnetvad evaluate -m ped2.zip -d data/ped2 -o results --json", "also write report.html, report.json, scores.csv, curve.svg"),
            ("mlnetvad evaluate -m seed1.zip seed2.zip seed3.zip -d data/ped2", "models of several seeds: a table with mean and standard deviation"),
            ("mlnetvad evaluate --scores theirs.csv -d data/ped2 --threshold 0.5", "anybody's scores: columns video,frame,score"),
            ("mlnetvad evaluate --scores methods/ -d data/ped2 -o results", "every method of a folder in one table: CSV files, or folders of .npy files, one a video"),
            ("mlnetvad evaluate -m gate.zip -d gate --tracks tracks.csv", "also how well its boxes meet the anomalies' (RBDC, TBDC)"),
            ("mlnetvad evaluate -m gate.zip -d D:/video/gate --kind VideoFolder", "a folder of videos with labels.csv"),
        ],
        ["compare"] =
        [
            ("mlnetvad compare results/old results/new", "is the new model better, or is it luck? Folders that 'evaluate' wrote"),
            ("mlnetvad compare ours.csv theirs.csv third.csv --json", "any scores: columns video,frame,score,label"),
        ],
        ["render"] =
        [
            ("mlnetvad render -m gate.zip -i today.mp4 -o drawn.mp4", "the video again, score, objects and unusual places drawn over it"),
            ("mlnetvad render -m gate.zip -i today.mp4 --event 2 -o second.mp4", "the second alarm that 'score' lists, five seconds before and after"),
            ("mlnetvad render -m gate.zip -i today.mp4 --span 95-110 --around 0 -o part.mp4", "a time of your own"),
        ],
        ["bench"] =
        [
            ("mlnetvad bench gate.zip", "frames a second and milliseconds a frame, on a generated video of 640×480; a table to paste"),
            ("mlnetvad bench gate.zip today.mp4 --cameras 8", "on your own video, up to eight cameras at once"),
        ],
        ["serve"] =
        [
            ("mlnetvad serve --demo", "two generated cameras at http://localhost:5210, an event within a minute"),
            ("mlnetvad serve --data watch --media /srv/video --urls http://0.0.0.0:5210", "cameras of your own, seen from the whole network"),
        ],
        ["inspect"] =
        [
            ("mlnetvad inspect ped2.zip", "what the model is made of"),
            ("mlnetvad inspect ped2.zip --json", "the same for scripts"),
            ("mlnetvad inspect gate.zip --card --report results -o gate.md", "a model card: training video, calibration, figures, limits"),
        ],
        ["detect"] =
        [
            ("mlnetvad detect -m yolox_nano.onnx -i dog.jpg --draw dog.svg", "a picture: a line an object, and the boxes drawn over it"),
            ("mlnetvad detect -m yolox_nano.onnx -i photos/ --classes person,dog --json", "a folder of pictures, for scripts"),
            ("mlnetvad detect -m yolov8n.onnx --format YoloV8 -i street.mp4 -o objects.csv", "every frame of a video"),
            ("mlnetvad detect -m yolox_nano.onnx -i crowd.png --tiles 3x2 --score 0.2", "small objects in a large picture"),
        ],
        ["models"] =
        [
            ("mlnetvad models", "every config here and in ./configs"),
            ("mlnetvad models configs/ped2-sib-paper.mbconfig --json", "one config, for scripts"),
        ],
        ["import"] =
        [
            ("mlnetvad import resnet18.pth -o resnet18.safetensors", "a state dict of torch.save(model.state_dict(), …)"),
            ("mlnetvad import checkpoint.pt --key state_dict -o net.safetensors --json", "one entry of a training checkpoint, for scripts"),
        ],
        ["ablate"] =
        [
            ("mlnetvad ablate configs/ped2-sib.mbconfig --table filters", "none, MLP, bottleneck, sparse filters: ours beside the papers'"),
            ("mlnetvad ablate configs/synthetic-sib.mbconfig --table losses --steps 50 --seeds 3 --json", "short runs, three seeds, for scripts"),
        ],
        ["doctor"] =
        [
            ("mlnetvad doctor", "what this machine has, what is missing, what helps"),
            ("mlnetvad doctor --json", "the same for scripts; exit code 1 where something needed is missing"),
        ],
    };

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        standard.Invoke(parseResult);
        string name = parseResult.CommandResult.Command.Name;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach ((string line, string what) in Examples[name])
        {
            output.WriteLine($"  # {what}");
            output.WriteLine($"  {line}");
        }

        if (name == CommandLineApp.Name)
        {
            output.WriteLine();
            output.WriteLine("Exit codes: 0 done, 1 failed (one sentence on standard error says why), 2 wrong command line.");
        }

        return ExitCode.Success;
    }
}
